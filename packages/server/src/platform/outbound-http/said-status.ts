import type { Socket } from 'node:net';

/** RFC 9112, 4: version, one blank, three digits, and a blank or the line's end. */
const STATUS_LINE = /^HTTP\/1\.[01] ([2-5]\d\d)(?=[ \r\n])/;
const STATUS_LINE_BYTES = 13;

export interface HeardStart {
  /** Whether anything came at all. */
  isEmpty(): boolean;
  /**
   * The status that an answer began with, for where the parser stumbles over what comes behind it, such as a second Content-Length.
   * Nothing else of such an answer is believed; its connection is not used again.
   */
  status(): number | undefined;
  /** Listens no longer. */
  stop(): void;
}

/** Listens for how the next answer on this socket begins. */
export function hearStart(socket: Socket): HeardStart {
  let start = '';
  const hear = (part: Buffer): void => {
    start += part.toString('latin1', 0, STATUS_LINE_BYTES);
    if (start.length >= STATUS_LINE_BYTES) stop();
  };
  const stop = (): void => void socket.removeListener('data', hear);
  // Before the parser, which stumbles at once.
  socket.prependListener('data', hear);
  return {
    isEmpty: () => start === '',
    status() {
      const [, status] = STATUS_LINE.exec(start) ?? [];
      return status === undefined ? undefined : Number(status);
    },
    stop,
  };
}
