import type { Static, TSchema } from 'typebox';

/** One kind of event (contract 6), declared by the module that raises it. */
export interface EventType<Data extends TSchema = TSchema> {
  readonly name: string;
  /** For docs/events.md: one sentence or two. */
  readonly when: string;
  /** False: nothing raises it yet. */
  readonly fires: boolean;
  /** Of `data`; its members' descriptions go into docs/events.md and into the SDK's types. */
  readonly data: Data;
}

/** A fact for webhooks, written in the business transaction. */
export interface EventFact {
  readonly type: string;
  readonly source: 'API' | 'WEB_APP' | 'SYSTEM';
  readonly sellerId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export function defineEvent<Data extends TSchema>(
  name: string,
  { when, fires = true, data }: { readonly when: string; readonly fires?: boolean; readonly data: Data },
): EventType<Data> {
  return { name, when, fires, data };
}

/** A fact of the type, its data as declared. */
export function factOf<Data extends TSchema>(
  type: EventType<Data>,
  fact: Pick<EventFact, 'source' | 'sellerId'> & { readonly data: Static<Data> },
): EventFact {
  return { ...fact, type: type.name, data: fact.data as EventFact['data'] };
}
