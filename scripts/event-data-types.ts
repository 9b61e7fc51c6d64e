import { compile } from 'json-schema-to-typescript';
import { format, resolveConfig } from 'prettier';
import type { EventType } from '../packages/server/src/core/events/index.ts';

const BANNER = '// Made by `npm run generate` out of the events that the modules declare.';

/** A module of types: `EventData`, the data of each event by its name, and a type of its own for each of them. */
export async function eventDataTypes(types: readonly EventType[]): Promise<string> {
  const properties = types.map(({ name, title, when, data }) => [name, { ...data, title, description: when }] as const);
  const schema = {
    type: 'object',
    description: 'The data of each event, by its type. Members may be added to any of them.',
    properties: Object.fromEntries(properties),
    required: types.map(({ name }) => name),
  } as const;
  const text = await compile(schema, 'EventData', {
    bannerComment: BANNER,
    additionalProperties: false,
    format: false,
  });
  return format(text, { parser: 'typescript', ...(await resolveConfig('package.json')) });
}
