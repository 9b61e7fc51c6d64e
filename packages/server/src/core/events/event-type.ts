import type { TObject } from 'typebox';

/** Told to every organization with a grant on the seller, or to the one organization that it is about. */
type EventSubject = 'seller' | 'organization';

/** One kind of event (contract 6), declared by the module that raises it. */
export interface EventType<Data extends TObject = TObject, About extends EventSubject = EventSubject> {
  /** `<segment>.<what happened>`: what an endpoint subscribes to, or else to all of its segment. */
  readonly name: string;
  /** Of its data, among the SDK's types. */
  readonly title: string;
  readonly about: About;
  /** For docs/events.md: one sentence or two. */
  readonly when: string;
  /** False: nothing raises it yet. */
  readonly fires: boolean;
  /** Its members' descriptions go into docs/events.md and into the SDK's types. */
  readonly data: Data;
  /** Texts of its data that are emptied when the buyer of its `buyerUuid` is erased. */
  readonly emptiedWithBuyer?: readonly string[];
}

type Declaration<Data extends TObject, About extends EventSubject> = Omit<EventType<Data, About>, 'name' | 'fires'> & {
  readonly fires?: boolean;
};

export function defineEvent<Data extends TObject, const About extends EventSubject>(
  name: string,
  { fires = true, ...declaration }: Declaration<Data, About>,
): EventType<Data, About> {
  return { ...declaration, name, fires };
}
