import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';

/** All files of a ZIP by their paths, in its order. Throws where a path leads out of it, a checksum is wrong, or it is not whole. */
export async function unzip(path: string): Promise<Map<string, Buffer>> {
  const zip = await openPromise(path, { strictFileNames: true });
  const files = new Map<string, Buffer>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (files.has(entry.fileName)) throw new Error(`twice in the archive: ${entry.fileName}`);
      files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
    }
  } finally {
    zip.close();
  }
  return files;
}
