import { pino, type Logger } from 'pino';

export type { Logger };

/** JSON lines on standard output, or on standard error where people read the former; `level` is one of pino's names. Callers log ids and facts, never bodies, headers or addresses. */
export function createLogger(level: string, stream: 'stdout' | 'stderr' = 'stdout'): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: errorFacts },
  };
  return pino(options, pino.destination({ fd: stream === 'stdout' ? 1 : 2, sync: true }));
}

/** Database errors repeat row values in `detail` and `where`; only name, code, constraint, message and stack leave. */
function errorFacts(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'not an error object' };
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return { name: error.name, code, constraint, message: error.message, stack: error.stack };
}
