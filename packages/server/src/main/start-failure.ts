import { ConfigError } from '../config/config.ts';
import { DataFolderError } from '../platform/data-folder.ts';
import { SchemaNotCurrent, SchemaTooNew } from '../platform/db/migrate.ts';
import { UsageError } from './ops/verb.ts';
import { ProblemError } from '../platform/problems/problems.ts';
import { AdminError } from '../platform/admin-error.ts';

/** Why a process cannot start, in one line for the operator. */
export class StartError extends Error {}

const EXPECTED = [UsageError, StartError, ConfigError, DataFolderError, SchemaNotCurrent, SchemaTooNew, AdminError];

/** One line for what an operator can mend; the whole error for what only a programmer can. */
export function failureText(error: unknown): string {
  if (EXPECTED.some((kind) => error instanceof kind)) return (error as Error).message;
  const cause = error instanceof ProblemError && error.cause ? error.cause : error;
  if (isConnectionFailure(cause)) return `the database of DATABASE_URL cannot be used: ${messageOf(cause)}`;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

/**
 * Node's network errors and PostgreSQL's classes 08, 28, 3D, 53, 57, and 25006: connection, password, no such database, full, shutting
 * down, and a standby.
 */
function isConnectionFailure(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = String((error as { code?: unknown }).code ?? '');
  return (
    /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|08|28|3D|53|57|25006)/.test(code) ||
    /timeout/i.test(error.message)
  );
}

/** Of several addresses tried, Node gives an empty message and a list. */
function messageOf(error: Error): string {
  const [first] = error instanceof AggregateError ? error.errors : [];
  return (first instanceof Error ? first.message : error.message).split('\n')[0] ?? '';
}
