import assert from 'node:assert/strict';
import type { CallOptions, TestService } from './service.ts';
import type { WebhookEnvelope } from './webhook-receiver.ts';

export interface EventPageView {
  readonly data: readonly WebhookEnvelope[];
  readonly hasMore: boolean;
  readonly nextCursor?: string;
  /** As it came. */
  readonly text: string;
}

export type EventQuery = Readonly<Record<string, string>>;

/** Of `GET /v1/events`. */
export function eventPuller(service: Pick<TestService, 'call'>, caller: CallOptions) {
  const ask = (query: EventQuery): Promise<Response> =>
    service.call('GET', `/v1/events?${new URLSearchParams(query).toString()}`, caller);

  async function page(query: EventQuery = {}): Promise<EventPageView> {
    const answer = await ask(query);
    const text = await answer.text();
    assert.equal(answer.status, 200, text);
    return { ...(JSON.parse(text) as Omit<EventPageView, 'text'>), text };
  }

  /** From there to the end, page by page, as docs/webhooks.md says. */
  async function walk(query: EventQuery = {}): Promise<{ events: WebhookEnvelope[]; cursor: string | undefined }> {
    const events: WebhookEnvelope[] = [];
    let cursor = query['after'];
    for (;;) {
      const { data, hasMore, nextCursor } = await page({ ...query, ...(cursor !== undefined && { after: cursor }) });
      events.push(...data);
      cursor = nextCursor ?? cursor;
      if (!hasMore) return { events, cursor };
    }
  }

  return { ask, page, walk };
}
