import type { Static, TObject } from 'typebox';
import type { Tables } from '../../schema/tables.ts';
import type { EventType } from './event-type.ts';

/** Nobody else can name it, so every fact comes from `factOf`, and every event from a declaration. */
const asDeclared = Symbol('as declared');

/** A fact for webhooks, written in the business transaction. */
export interface EventFact {
  readonly [asDeclared]: true;
  readonly type: string;
  /** Whose doing it was: a client's, the buyer's on his page, or the clock's. */
  readonly source: EventSource;
  readonly sellerId: string;
  readonly data: unknown;
}

export type EventSource = Tables['events']['source'];

/** A fact of the type, its data as declared. */
export function factOf<Data extends TObject>(
  type: EventType<Data, 'seller'>,
  { source, sellerId, data }: Pick<EventFact, 'source' | 'sellerId'> & { readonly data: Static<Data> },
): EventFact {
  return { [asDeclared]: true, type: type.name, source, sellerId, data };
}
