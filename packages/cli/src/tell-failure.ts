import { Nt24Error, ProblemError, TokenError } from '@nt24/sdk';
import { CancelledError, CredentialsError, EXIT, type ExitCode, UsageError } from './failure.ts';
import { jsonText, plainText } from './output/plain-text.ts';

/** Of the identity provider: what says that the credentials are wrong, and not that it is unwell. */
const REFUSALS = new Set([400, 401, 403]);

export function exitCodeOf(error: unknown): ExitCode {
  // The SDK's own word for arguments with which no call can be made.
  if (error instanceof UsageError || error instanceof TypeError) return EXIT.usage;
  if (error instanceof CancelledError) return EXIT.cancelled;
  const isRefused = error instanceof TokenError && REFUSALS.has(error.status);
  const isUnauthorized = error instanceof ProblemError && error.is('unauthorized');
  return isRefused || isUnauthorized || error instanceof CredentialsError ? EXIT.authentication : EXIT.failed;
}

/** Writes what went wrong to stderr: lines for people, or the problem as one JSON object. */
export function tellFailure(error: unknown, isJson: boolean): void {
  process.stderr.write(isJson ? `${jsonText(problemOf(error), 2)}\n` : linesOf(error));
}

/** A problem of the service as it was sent; other failures in the same form, without a status. */
function problemOf(error: unknown): object {
  if (error instanceof ProblemError) return error.problem;
  const { name, message } = asError(error);
  const traceId = error instanceof Nt24Error ? error.requestId : undefined;
  return { type: 'about:blank', title: name, detail: message, ...(traceId !== undefined && { traceId }) };
}

function linesOf(error: unknown): string {
  const lines = error instanceof ProblemError ? problemLines(error) : [`nt24: ${asError(error).message}`];
  const traceId = error instanceof Nt24Error ? error.requestId : undefined;
  if (traceId !== undefined) lines.push(`  traceId ${traceId}`);
  if (error instanceof TokenError || exitCodeOf(error) === EXIT.authentication) lines.push('  see nt24 login --help');
  return lines.map((line) => `${plainText(line)}\n`).join('');
}

function problemLines({ problem, slug, errors, retryAfterSeconds }: ProblemError): string[] {
  return [
    `nt24: ${problem.status} ${problem.title ?? slug}`,
    `  ${problem.detail}`,
    ...errors.map(({ field, message }) => `  ${field}: ${message}`),
    ...(retryAfterSeconds === undefined ? [] : [`  try again after ${Math.ceil(retryAfterSeconds)} s`]),
    `  type ${slug}`,
  ];
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
