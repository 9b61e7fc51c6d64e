import { type DestinationStream, type Logger, pino } from 'pino';
import { gatheredLines } from './gathered-lines.ts';

export type { Logger };

/**
 * JSON lines on standard output, or on standard error where people read the former; `level` is one of pino's names. Callers log ids and
 * facts, never bodies, headers or addresses. What libraries tell besides, as multipart does of all headers at level trace, does not leave.
 */
export function createLogger(level: string, stream: 'stdout' | 'stderr' | DestinationStream = 'stdout'): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: factsOnly },
    serializers: { err: errorFacts },
  };
  if (typeof stream === 'object') return pino(options, stream);
  return pino(options, gatheredLines(stream === 'stdout' ? 1 : 2));
}

/** Plain values, lists of them, and the error. Nearly all lines hold nothing else, and are left as they are. */
function factsOnly(line: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(line);
  return entries.every(isFact) ? line : Object.fromEntries(entries.filter(isFact));
}

function isFact([name, value]: [string, unknown]): boolean {
  return name === 'err' || (Array.isArray(value) ? value.every(isPlain) : isPlain(value));
}

function isPlain(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function');
}

/** Database errors repeat row values in `detail` and `where`; only name, code, constraint, message and stack leave. */
function errorFacts(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'not an error object' };
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return { name: error.name, code, constraint, message: error.message, stack: error.stack };
}
