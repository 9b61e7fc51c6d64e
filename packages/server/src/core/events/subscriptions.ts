import Type from 'typebox';
import type { EventType } from './event-type.ts';

/** What can be subscribed to, or asked for: types, or all types of a segment (`kyc.*`). 1 to 20, none twice (contract 6). */
export function subscriptionsSchema(types: readonly EventType[]) {
  const names = types.map(({ name }) => name);
  const segments = new Set(names.map((name) => `${name.slice(0, name.indexOf('.'))}.*`));
  return Type.Array(Type.Enum([...names, ...segments], { type: 'string', title: 'Subscription' }), {
    minItems: 1,
    maxItems: 20,
    uniqueItems: true,
    description: 'Types of events, or all of a segment, such as `kyc.*`. There is no `*` for everything.',
  });
}
