import type { Structure } from './byte-walk.ts';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const IHDR_BYTES = 13;
const CRC_BYTES = 4;
const CHUNK_TYPE = /^[A-Za-z]{4}$/;
const MAX_CHUNK_BYTES = 2 ** 31 - 1;

/**
 * PNG (ISO/IEC 15948) from the signature over IHDR, chunk by chunk, to IEND. What follows it, put there by a mail program, or the
 * part of the picture which a faulty tool cut away only for the eye, is not in the copy that reviewers get.
 */
export function* pngStructure(): Structure {
  if (!(yield { take: SIGNATURE.length })?.equals(SIGNATURE)) return false;
  let first = true;
  for (;;) {
    const header = yield { take: 8 };
    if (!header) return false;
    const length = header.readUInt32BE();
    const type = header.toString('latin1', 4);
    if (length > MAX_CHUNK_BYTES || !CHUNK_TYPE.test(type)) return false;
    if (first !== (type === 'IHDR') || (first && length !== IHDR_BYTES)) return false;
    if (!(yield { skip: length + CRC_BYTES })) return false;
    if (type === 'IEND') return length === 0;
    first = false;
  }
}
