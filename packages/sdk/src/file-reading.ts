/** One try's reading of a file of the caller's. */
export interface FileReading {
  /** Opens the file when the first is asked for. */
  pieces(): AsyncGenerator<Uint8Array, void, undefined>;
  isBegun(): boolean;
  /** What the file itself has failed with, which no other try mends. */
  failure(): { readonly error: unknown } | undefined;
  /** Lets go of the file, wherever its reading is. */
  end(): void;
}

export function readingOf(open: () => ReadableStreamDefaultReader<Uint8Array>): FileReading {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  let isEnded = false;
  let failure: { readonly error: unknown } | undefined;
  const next = async (): Promise<Uint8Array | undefined> => {
    // A file that is cut off must not look as if it had come to its end.
    if (isEnded) throw new Error('the try is over');
    try {
      reader ??= open();
      const { done, value } = await reader.read();
      if (!done) return value;
    } catch (error) {
      if (!isEnded) failure = { error };
      throw error;
    }
    if (isEnded) throw new Error('the try is over');
    return undefined;
  };
  return {
    async *pieces() {
      for (let piece = await next(); piece; piece = await next()) yield piece;
    },
    isBegun: () => reader !== undefined,
    failure: () => failure,
    end() {
      isEnded = true;
      void reader?.cancel().catch(() => undefined);
    },
  };
}
