/** The next bytes of a stream, as many as asked for; fewer at its end only. */
export type TakeBytes = (length: number) => Promise<Buffer>;

/** Cuts a stream into lengths of the taker's own, however its chunks are. One taking at a time. */
export function takeFrom(source: AsyncIterable<Buffer>): TakeBytes {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  return async (length) => {
    const pieces: Buffer[] = [];
    for (let missing = length; missing > 0;) {
      if (rest.length === 0) {
        const { done, value } = await chunks.next();
        if (done) break;
        rest = value;
      }
      const piece = rest.subarray(0, missing);
      pieces.push(piece);
      rest = rest.subarray(piece.length);
      missing -= piece.length;
    }
    const [first] = pieces;
    return first && pieces.length === 1 ? first : Buffer.concat(pieces);
  };
}
