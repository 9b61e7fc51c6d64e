import type { FileReader } from 'tus-js-client';

/** The device does not give the file's bytes any more: it was moved or altered, or a cloud's app has forgotten the permission. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';
}

/** Read before it is sent: a request whose body cannot be read looks like one without a line. */
export async function readBytes(blob: Blob): Promise<ArrayBuffer> {
  try {
    return await blob.arrayBuffer();
  } catch (error) {
    throw new FileUnreadable('the file cannot be read', { cause: error });
  }
}

/** How the pieces are read. */
export const pieceReader: FileReader = {
  openFile: async (file: File) => ({
    size: file.size,
    slice: async (start, end) => ({
      value: new Blob([await readBytes(file.slice(start, end))]),
      done: end >= file.size,
    }),
    close: () => undefined,
  }),
};
