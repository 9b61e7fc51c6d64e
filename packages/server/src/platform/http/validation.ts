import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { TSchema } from 'typebox';
import { type FieldError, ProblemError } from '../problems/problems.ts';
import { addFormats } from './formats.ts';
import { ValidationError } from '../problems/problem-types.ts';

const MAX_SHOWN_CHARACTERS = 200;

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

/** Checks a body by its schema; returns one entry per wrong field, none when all is well. */
export function bodyValidator(schema: TSchema): Validator {
  return validatorOf(bodies.compile(schema));
}

/** The same for a query; numbers and booleans are read from their text, in place. */
export function queryValidator(schema: TSchema): Validator {
  return validatorOf(queries.compile(schema));
}

/** Throws 422 `validation-error` with all entries when there are any. */
export function refuseInvalid(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const named = errors.map((error) => error.field).join(', ');
  throw new ProblemError(ValidationError, `These fields are not valid: ${named}.`, { errors });
}

function validatorOf(validate: ValidateFunction): Validator {
  return (value) => {
    const unstorable = findUnstorable(value, '');
    if (unstorable) return [unstorable];
    return validate(value) ? [] : uniqueFields((validate.errors ?? []).map(fieldError));
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
  const message =
    error.keyword === 'enum'
      ? `must be one of ${(error.schema as unknown[]).join(', ')}`
      : (error.message ?? 'is not valid');
  return { field, message, ...(isSecret(error) ? {} : shown(error.data)) };
}

/** `writeOnly` in the schema: not even its own sender is shown it again. */
function isSecret({ parentSchema }: ErrorObject): boolean {
  return (parentSchema as { writeOnly?: boolean } | undefined)?.writeOnly === true;
}

function shown(value: unknown): { rejectedValue?: unknown } {
  if (typeof value === 'string') return { rejectedValue: Array.from(value).slice(0, MAX_SHOWN_CHARACTERS).join('') };
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return { rejectedValue: value };
  return {};
}

function uniqueFields(errors: FieldError[]): FieldError[] {
  const seen = new Set<string>();
  return errors.filter((error) => !seen.has(error.field) && seen.add(error.field));
}

/** PostgreSQL's text holds neither U+0000 nor half a surrogate pair (contract 2.6). */
function findUnstorable(value: unknown, field: string): FieldError | undefined {
  if (typeof value === 'string') {
    return value.includes('\u0000') || !value.isWellFormed()
      ? { field: field || 'body', message: 'holds a character that cannot be stored (U+0000 or an unpaired surrogate)' }
      : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const at = field ? `${field}.${name}` : name;
    const found =
      name.includes('\u0000') || !name.isWellFormed()
        ? { field: field || 'body', message: 'has a member name that cannot be stored' }
        : findUnstorable(member, at);
    if (found) return found;
  }
  return undefined;
}
