import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/** RFC 9112, 4: version, one blank, three digits, and a blank or the line's end. */
const STATUS_LINE = /^HTTP\/1\.[01] ([2-5]\d\d)(?=[ \r\n])/;
const STATUS_LINE_BYTES = 13;

/**
 * The status that an answer began with, for where the parser stumbles over what comes behind it, such as a second Content-Length. Nothing
 * else of such an answer is believed; its connection is not used again.
 */
export function hearStatus(call: ClientRequest): () => number | undefined {
  let start = '';
  call.once('socket', (socket: Socket) => {
    // Before the parser, which stumbles at once.
    socket.prependListener('data', (part: Buffer) => {
      if (start.length < STATUS_LINE_BYTES) start += part.toString('latin1', 0, STATUS_LINE_BYTES);
    });
  });
  return () => {
    const [, status] = STATUS_LINE.exec(start) ?? [];
    return status === undefined ? undefined : Number(status);
  };
}
