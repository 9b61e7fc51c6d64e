import assert from 'node:assert/strict';
import type { CreatedWebhook, Delivery, Webhook } from '../../sdk/src/index.ts';
import { expectProblem } from './problem.ts';
import type { OrganizationWish, TestOrganization, TestService } from './service.ts';

/** The secret is in the answer of the call that made it. */
export type WebhookView = Webhook & Partial<Pick<CreatedWebhook, 'secret'>>;

export type DeliveryView = Delivery;

export const WEBHOOK = { url: 'https://hooks.example/nt24?token=secret-in-the-url', events: ['kyc.*'] };

/** An organization that calls /v1/webhooks. */
export interface WebhookCalls {
  readonly org: TestOrganization;
  readonly token: string;
  /** `path` starts after `/v1/webhooks`. */
  post(path: string, body?: unknown, key?: string): Promise<Response>;
  patch(id: string, body: unknown): Promise<Response>;
  get(path: string): Promise<Response>;
  remove(id: string, key?: string): Promise<Response>;
  /** Registers one. */
  made(body?: object): Promise<WebhookView>;
  /** Fires a test at one. */
  fired(id: string): Promise<DeliveryView>;
}

export async function createWebhookCalls(service: TestService, wish: OrganizationWish = {}): Promise<WebhookCalls> {
  const org = await service.organization(wish);
  const token = await org.token();
  const call = (method: string, path: string, { body, key }: { body?: unknown; key?: string | undefined } = {}) =>
    service.call(method, `/v1/webhooks${path}`, {
      token,
      ...(body !== undefined && { body }),
      ...(key !== undefined && { key }),
    });
  const calls: WebhookCalls = {
    org,
    token,
    post: (path, body, key) => call('POST', path, { body, key }),
    patch: (id, body) => call('PATCH', `/${id}`, { body }),
    get: (path) => call('GET', path),
    remove: (id, key) => call('DELETE', `/${id}`, { key }),
    async made(body = {}) {
      const answer = await calls.post('', { ...WEBHOOK, ...body });
      assert.equal(answer.status, 201, await answer.clone().text());
      return (await answer.json()) as WebhookView;
    },
    async fired(id) {
      const answer = await calls.post(`/${id}/test`, { eventType: 'export_file.generated', data: { n: 1 } });
      assert.equal(answer.status, 202, await answer.clone().text());
      return (await answer.json()) as DeliveryView;
    },
  };
  return calls;
}

/** The fields that a 422 names. */
export async function refusedField(answer: Response, about = ''): Promise<string | undefined> {
  return (await expectProblem(answer, 'validation-error', about)).errors?.map(({ field }) => field).join();
}
