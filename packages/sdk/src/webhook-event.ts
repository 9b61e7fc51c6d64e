import type { EventData } from './event-data.ts';

export type * from './event-data.ts';

/** What every event carries besides its type and data (contract 6). */
interface Envelope<Type extends keyof EventData> {
  /** `evt_...`; the same in every try and replay: keep it, and take an event that you know already for done. */
  readonly id: string;
  readonly type: Type;
  readonly schemaVersion: 1;
  readonly source: 'API' | 'WEB_APP' | 'SYSTEM';
  /** ISO 8601 in UTC: when it happened, not when it was sent. */
  readonly createdAt: string;
  readonly organizationUuid: string;
  /** The seller; absent where the event is about none. */
  readonly partnerUuid?: string;
  readonly data: Readonly<EventData[Type]>;
}

/**
 * One event, told apart by `type`. Types may be added, and members to any `data`: answer 2xx to what you do not know.
 * The data of test events is whatever the test was fired with.
 */
export type WebhookEvent = { readonly [Type in keyof EventData]: Envelope<Type> }[keyof EventData];
