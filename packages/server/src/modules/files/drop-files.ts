import type { Sql } from 'sql-template-tag';
import type { Companion } from '../../core/write/index.ts';
import { deleteFiles } from './repository.ts';

/**
 * To be committed with the end of the owners' rows: from now on nobody owns their files, and the next sweep removes the bytes.
 * @param owners a select of ids from a CTE of the same statement, such as `select id from effect`
 */
export function dropFiles(ownerKind: string, owners: Sql): Companion {
  return { statement: deleteFiles(ownerKind, owners) };
}
