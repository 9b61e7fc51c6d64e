import { createHash } from 'node:crypto';
import sql, { type Sql } from 'sql-template-tag';
import Type, { type Static } from 'typebox';
import { bodyValidator } from '../../platform/http/validation.ts';
import { fieldProblem } from '../../platform/problems/field-problem.ts';

/** Of a row, in the order that no later commit can precede (decision 0020). Bigints as text. */
const Place = Type.Object({ position: Type.String({ pattern: '^\\d{1,18}$' }), id: Type.String({ format: 'uuid' }) });
export type Place = Static<typeof Place>;

/** What pages by number have shown: of the rows below the horizon of that reading, the newest down to this one. */
const Shown = Type.Object({
  horizon: Type.String({ pattern: '^\\d{1,18}$' }),
  createdMicros: Type.String({ pattern: '^\\d{1,17}$' }),
  id: Type.String({ format: 'uuid' }),
});
export type Shown = Static<typeof Shown>;

const VERSION = 1;
const Written = Type.Object(
  { v: Type.Literal(VERSION), of: Type.String(), after: Place, shown: Type.Optional(Shown) },
  { additionalProperties: false },
);

export interface Cursor {
  readonly after: Place;
  readonly shown?: Shown;
}

/** Before every row. */
export const START: Place = { position: '0', id: '00000000-0000-0000-0000-000000000000' };

/** `list` says which list with which filters the cursor is for; with another one it is refused. */
export function writeCursor({ after, shown }: Cursor, list: unknown): string {
  const written: Static<typeof Written> = { v: VERSION, of: markOf(list), after, ...(shown && { shown }) };
  return Buffer.from(JSON.stringify(written)).toString('base64url');
}

/** The empty one is the start. Broken, of another version, or of another list: 422. */
export function readCursor(text: string, list: unknown): Cursor {
  if (text === '') return { after: START };
  const read = parsed(text);
  if (!isWritten(read)) throw fieldProblem('cursor', 'must be a nextCursor that this list gave', text);
  if (read.of !== markOf(list))
    throw fieldProblem('cursor', 'belongs to another list, or to this one with other filters', text);
  return read;
}

const faultsOf = bodyValidator(Written);

function isWritten(read: unknown): read is Static<typeof Written> {
  return faultsOf(read).length === 0;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function markOf(list: unknown): string {
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 16);
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The condition for what comes behind the cursor, to follow others. `first` is a CTE with the one `position` that nothing sought comes
 * before, null where nothing is sought. Both are one bound, as an index is entered by one alone.
 */
export function isBehind({ after, shown }: Cursor, first?: Sql): Sql {
  const behind = first
    ? isBehindBoth(after, first)
    : sql`and (list_position, id) > (${after.position}::bigint, ${after.id}::uuid)`;
  if (!shown) return behind;
  const instant = sql`timestamptz 'epoch' + ${shown.createdMicros}::bigint * interval '1 microsecond'`;
  return sql`${behind} and not (list_position < ${shown.horizon}::bigint
    and (created_at > ${instant} or (created_at = ${instant} and id <= ${shown.id}::uuid)))`;
}

function isBehindBoth({ position, id }: Place, first: Sql): Sql {
  return sql`and (list_position, id) > (
    (select greatest(position - 1, ${position}::bigint) from ${first} where position is not null),
    (select case when position - 1 > ${position}::bigint then ${LAST_ID}::uuid else ${id}::uuid end from ${first}))`;
}
