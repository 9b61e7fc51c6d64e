import sql from 'sql-template-tag';
import type { OperatorFigure } from '../../platform/http/operator-figures.ts';

/** What takes the room, by what it is. */
export const fileFigures: readonly OperatorFigure[] = [
  {
    name: 'nt24_stored_bytes',
    help: 'Bytes of all files that somebody keeps, before they are sealed, by kind: original, review copy, preview.',
    labelNames: ['kind'],
    values: sql`select lower(role) as kind, sum(bytes)::float8 as value from stored_bytes group by role`,
  },
];
