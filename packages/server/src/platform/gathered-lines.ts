import { type DestinationStream, pino } from 'pino';

const GATHER_MS = 50;
/** Pino's number for it. */
const WARN = 40;
/** What a pipe takes in one piece (PIPE_BUF): where several processes share one, no line is torn by another's. */
const WHOLE_BYTES = 4096;

/**
 * Lines for an open file, written together: a busy process says thousands a second, and each write is a call to the system. They wait
 * 50 ms at most. From warn on a line leaves at once, and those before it first; so does everything when the process ends, if nothing kills it.
 */
export function gatheredLines(fd: number): DestinationStream {
  // It writes in full, waits where a pipe is full, and falls silent where nobody reads any more.
  const file = pino.destination({ fd, sync: true });
  let lines = '';
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let isListening = false;
  let isEnding = false;

  function tell(): void {
    clearTimeout(timer);
    timer = undefined;
    if (bytes === 0) return;
    const told = lines;
    lines = '';
    bytes = 0;
    file.write(told);
  }

  function listen(): void {
    isListening = true;
    process.once('exit', () => {
      isEnding = true;
      tell();
    });
  }

  const stream = {
    /** Asks pino to say here of which level each line is. */
    [pino.symbols.needsMetadataGsym]: true,
    lastLevel: 0,
    write(line: string) {
      if (!isListening) listen();
      const size = Buffer.byteLength(line);
      if (bytes + size > WHOLE_BYTES) tell();
      lines += line;
      bytes += size;
      if (isEnding || stream.lastLevel >= WARN) tell();
      else timer ??= setTimeout(tell, GATHER_MS).unref();
    },
  };
  return stream;
}
