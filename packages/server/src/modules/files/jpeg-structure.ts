import type { Structure, StructurePart } from './byte-walk.ts';

const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const FIRST_SEGMENT = 0xc0;

function isRestart(code: number): boolean {
  return code >= 0xd0 && code <= 0xd7;
}

/** The code behind one or more 0xFF. */
function* readCode(): StructurePart<number> {
  let code: number | undefined;
  do code = (yield { take: 1 })?.[0];
  while (code === 0xff);
  return code;
}

function* readMarker(): StructurePart<number> {
  const lead = (yield { take: 1 })?.[0];
  return lead === 0xff ? yield* readCode() : undefined;
}

/** Within a scan 0xFF is followed by zero (a data byte) or a restart; anything else ends the scan. */
function* readMarkerAfterScan(): StructurePart<number> {
  let code: number | undefined;
  do {
    if (!(yield { until: 0xff })) return undefined;
    code = yield* readCode();
  } while (code === 0x00 || (code !== undefined && isRestart(code)));
  return code;
}

/**
 * ITU T.81 annex B: from SOI segment by segment, over the scans, to EOI. What follows EOI is not judged here: phones put
 * further pictures, films and notes there.
 */
export function* jpegStructure(): Structure {
  let code = yield* readMarker();
  if (code !== START_OF_IMAGE) return false;
  code = yield* readMarker();
  while (code !== END_OF_IMAGE) {
    if (code === undefined || code < FIRST_SEGMENT || code === START_OF_IMAGE || isRestart(code)) return false;
    const length = (yield { take: 2 })?.readUInt16BE() ?? 0;
    if (length < 2) return false;
    if (length > 2 && !(yield { skip: length - 2 })) return false;
    code = code === START_OF_SCAN ? yield* readMarkerAfterScan() : yield* readMarker();
  }
  return true;
}
