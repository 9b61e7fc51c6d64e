/** What a JPEG needs to be shown: tables, frames, scans; JFIF's head, the colour profile and Adobe's colour transform. */
const JFIF_HEAD = 0xe0;
const COLOUR_PROFILE = 0xe2;
const ADOBE = 0xee;
const COMMENT = 0xfe;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/** Marker, length and fields; a thumbnail would come on top. */
const JFIF_HEAD_BYTES = 18;

/** What a PNG needs to be shown; text, time, EXIF and private chunks are not among it. */
const PICTURE_CHUNKS = new Set([
  'IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT', 'bKGD', 'pHYs',
]); // prettier-ignore

/** True unless the file holds nothing but its picture. Takes files whose structure was judged before. */
export function carriesMetadata(content: Buffer, mediaType: 'image/jpeg' | 'image/png'): boolean {
  return mediaType === 'image/jpeg' ? jpegCarriesMetadata(content) : pngCarriesMetadata(content);
}

function pngCarriesMetadata(content: Buffer): boolean {
  for (let at = 8; at + 12 <= content.length; at += content.readUInt32BE(at) + 12) {
    if (!PICTURE_CHUNKS.has(content.toString('latin1', at + 4, at + 8))) return true;
  }
  return false;
}

function jpegCarriesMetadata(content: Buffer): boolean {
  let at = 2;
  while (at + 2 <= content.length) {
    const code = content[at + 1] ?? 0;
    if (content[at] !== 0xff) return true;
    if (code === 0xff) {
      at += 1;
      continue;
    }
    if (code === END_OF_IMAGE) return at + 2 < content.length;
    if (at + 4 > content.length) return true;
    const end = at + 2 + content.readUInt16BE(at + 2);
    if (isMetadataSegment(code, content.subarray(at, end))) return true;
    at = code === START_OF_SCAN ? endOfScan(content, end) : end;
  }
  return true;
}

function isMetadataSegment(code: number, segment: Buffer): boolean {
  if (code === JFIF_HEAD) return segment.length !== JFIF_HEAD_BYTES || segment.toString('latin1', 4, 8) !== 'JFIF';
  if (code === COLOUR_PROFILE) return segment.toString('latin1', 4, 15) !== 'ICC_PROFILE';
  if (code === ADOBE) return segment.toString('latin1', 4, 9) !== 'Adobe';
  return code === COMMENT || (code > JFIF_HEAD && code <= 0xef) || code > COMMENT;
}

/** A scan ends at the first 0xFF that neither a zero nor a restart follows. */
function endOfScan(content: Buffer, from: number): number {
  let at = content.indexOf(0xff, from);
  while (at >= 0) {
    const next = content[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
    at = content.indexOf(0xff, at + 1);
  }
  return content.length;
}
