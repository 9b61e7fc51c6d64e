import type { Structure, StructurePart } from './byte-walk.ts';

const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const FIRST_SEGMENT = 0xc0;

/** No marker: a stuffed zero, or a restart that was left behind. */
function isPassedOver(code: number | undefined): boolean {
  return code === 0x00 || (code !== undefined && code >= 0xd0 && code <= 0xd7);
}

/** The code behind one or more 0xFF. */
function* readCode(): StructurePart<number> {
  let code: number | undefined;
  do code = (yield { take: 1 })?.[0];
  while (code === 0xff);
  return code;
}

/** The next one, over whatever stands before it: decoders look for it too where a segment has ended. */
function* findMarker(): StructurePart<number> {
  let code: number | undefined;
  do {
    if (!(yield { until: 0xff })) return undefined;
    code = yield* readCode();
  } while (isPassedOver(code));
  return code;
}

/**
 * ITU T.81 annex B: from SOI segment by segment to the first scan. How far the picture goes from there the decoder tells: honest
 * ones lack their last rows or their end mark. What follows EOI is not judged here: phones put further pictures, films and notes
 * there.
 */
export function* jpegStructure(): Structure {
  if ((yield { take: 2 })?.readUInt16BE() !== (0xff00 | START_OF_IMAGE)) return false;
  for (;;) {
    const code = yield* findMarker();
    if (code === undefined || code < FIRST_SEGMENT || code === START_OF_IMAGE || code === END_OF_IMAGE) return false;
    const length = (yield { take: 2 })?.readUInt16BE() ?? 0;
    if (length < 2) return false;
    if (length > 2 && !(yield { skip: length - 2 })) return false;
    if (code === START_OF_SCAN) return true;
  }
}
