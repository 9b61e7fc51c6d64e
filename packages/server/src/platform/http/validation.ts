import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { TSchema } from 'typebox';
import { type FieldError, ProblemError } from '../problems/problems.ts';
import { isStorable } from '../storable-text.ts';
import { boundedDetail, boundedErrors, MOST_ENTRIES } from '../problems/bounded-errors.ts';
import { addFormats, readInstant } from './formats.ts';
import { LENGTH_KEYWORD, lengthFirst } from './length-first.ts';
import { ValidationError } from '../problems/problem-types.ts';

/** The schemas are this program's own, written in types: to hold them against the schema of schemas at each start finds nothing. */
const OWN_SCHEMAS = { meta: false, validateSchema: false } as const;

// Nothing is dropped and nothing is coerced in bodies: what was sent is what is judged. Lengths count code points.
const bodies = new Ajv({
  ...OWN_SCHEMAS,
  allErrors: true,
  removeAdditional: false,
  coerceTypes: false,
  useDefaults: false,
  verbose: true,
});
const queries = new Ajv({
  ...OWN_SCHEMAS,
  allErrors: true,
  removeAdditional: false,
  coerceTypes: true,
  useDefaults: true,
  verbose: true,
});
for (const ajv of [bodies, queries]) addFormats(ajv);

export type Validator = (value: unknown) => FieldError[];

/** Checks a body by its schema; returns one entry per wrong field, of the first ones that are wrong, none when all is well. */
export function bodyValidator(schema: TSchema): Validator {
  return validatorOf(bodies.compile(lengthFirst(schema) as TSchema));
}

/** The same for a query; numbers, booleans, instants and lists with commas are read from their text, in place. */
export function queryValidator(schema: TSchema): Validator {
  const check = validatorOf(queries.compile(lengthFirst(schema) as TSchema));
  const { properties = {} } = schema as { properties?: Record<string, { type?: string; format?: string }> };
  const members = Object.entries(properties);
  const instants = members.filter(([, { format }]) => format === 'date-time').map(([name]) => name);
  const lists = members.filter(([, { type }]) => type === 'array').map(([name]) => name);
  return (value) => {
    readLists(value as Record<string, unknown>, lists);
    const errors = check(value);
    if (errors.length === 0) readInstants(value as Record<string, unknown>, instants);
    return errors;
  };
}

function readInstants(query: Record<string, unknown>, names: readonly string[]): void {
  for (const name of names) {
    const text = query[name];
    if (typeof text === 'string') query[name] = readInstant(text);
  }
}

/** One that comes twice is none, like every other member of a query. */
function readLists(query: Record<string, unknown>, names: readonly string[]): void {
  for (const name of names) {
    const given = query[name];
    if (given !== undefined) query[name] = typeof given === 'string' ? given.split(',') : [given];
  }
}

/** Throws 422 `validation-error` when there are any. */
export function refuseInvalid(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const shown = boundedErrors(errors);
  const named = shown.map((error) => error.field).join(', ');
  const others = shown.length < errors.length ? ' and others' : '';
  throw new ProblemError(ValidationError, `${boundedDetail(`These fields are not valid: ${named}`)}${others}.`, {
    errors: shown,
  });
}

function validatorOf(validate: ValidateFunction): Validator {
  return (value) => {
    const unstorable = findUnstorable(value);
    if (unstorable) return [{ field: unstorable.path.join('.') || 'body', message: unstorable.message }];
    return validate(value) ? [] : firstFields(validate.errors ?? []);
  };
}

function fieldError(error: ErrorObject): FieldError {
  const at = error.instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  const { missingProperty, additionalProperty } = error.params as {
    missingProperty?: string;
    additionalProperty?: string;
  };
  const member = missingProperty ?? additionalProperty;
  const field = [at, member].filter((part) => part !== undefined && part !== '').join('.') || 'body';
  if (missingProperty !== undefined) return { field, message: 'is required' };
  if (additionalProperty !== undefined) return { field, message: 'is not a known field' };
  return { field, message: messageOf(error), ...(isSecret(error) ? {} : shown(error.data)) };
}

/** A rule that is longer than this is left to the document, as are the 249 countries. */
const MOST_CHARACTERS = 400;

function messageOf({ keyword, schema, message = 'is not valid' }: ErrorObject): string {
  const words = keyword === 'enum' ? `must be one of ${(schema as unknown[]).join(', ')}` : message;
  if (words.length <= MOST_CHARACTERS) return words;
  return keyword === 'enum' ? 'must be one of the values in openapi.json' : 'must have the form in openapi.json';
}

/** `writeOnly` in the schema: not even its own sender is shown it again. */
function isSecret({ parentSchema }: ErrorObject): boolean {
  return (parentSchema as { writeOnly?: boolean } | undefined)?.writeOnly === true;
}

function shown(value: unknown): { rejectedValue?: unknown } {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null)
    return { rejectedValue: value };
  return {};
}

/** One more than are shown, so that it can be told that there are others: a body can be wrong in a hundred thousand places. */
function firstFields(errors: readonly ErrorObject[]): FieldError[] {
  const found = new Map<string, FieldError>();
  for (const error of errors) {
    if (error.keyword === LENGTH_KEYWORD) continue;
    const { field, ...facts } = fieldError(error);
    if (!found.has(field)) found.set(field, { field, ...facts });
    if (found.size > MOST_ENTRIES) break;
  }
  return [...found.values()];
}

interface Unstorable {
  readonly path: readonly string[];
  readonly message: string;
}

/** PostgreSQL's text holds neither U+0000 nor half a surrogate pair (contract 2.6). The path is built for what was found alone. */
function findUnstorable(value: unknown): Unstorable | undefined {
  if (typeof value === 'string') {
    return isStorable(value)
      ? undefined
      : { path: [], message: 'holds a character that cannot be stored (U+0000 or an unpaired surrogate)' };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    if (!isStorable(name)) return { path: [], message: 'has a member name that cannot be stored' };
    const found = findUnstorable(member);
    if (found) return { ...found, path: [name, ...found.path] };
  }
  return undefined;
}
