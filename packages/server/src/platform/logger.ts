import { pino, type Logger } from 'pino';

export type { Logger };

/** JSON lines on standard output; `level` is one of pino's names. Callers log ids and facts, never bodies, headers or addresses. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: errorFacts },
  });
}

/** Database errors repeat row values in `detail` and `where`; only name, code, constraint, message and stack leave. */
function errorFacts(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'not an error object' };
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return { name: error.name, code, constraint, message: error.message, stack: error.stack };
}
