import type { Structure } from './byte-walk.ts';

const MAX_FTYP_BYTES = 512;
const BOX_HEADER_BYTES = 8;
const BOX_TYPE = /^[\x20-\x7e]{4}$/;
const MAJOR_BRANDS = new Set(['heic', 'heix', 'mif1', 'msf1']);
const HEVC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);
const AV1_BRANDS = new Set(['avif', 'avis']);

function brandsIn(bytes: Buffer): string[] {
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.toString('latin1', index * 4, index * 4 + 4));
}

/** `mif1` and `msf1` only say "some HEIF": the compatible brands must name HEVC, or an AVIF would pass for a HEIC. */
function isHeicType(content: Buffer): boolean {
  const [major = '', , ...compatible] = brandsIn(content);
  const brands = [major, ...compatible];
  return (
    MAJOR_BRANDS.has(major) &&
    brands.some((brand) => HEVC_BRANDS.has(brand)) &&
    !brands.some((brand) => AV1_BRANDS.has(brand))
  );
}

/** ISO/IEC 23008-12: `ftyp`, then top-level boxes that fill the file exactly, one of them `meta` (pictures) or `moov` (sequences). */
export function* heicStructure(): Structure {
  const start = yield { take: BOX_HEADER_BYTES };
  const typeBytes = (start?.readUInt32BE() ?? 0) - BOX_HEADER_BYTES;
  if (start?.toString('latin1', 4) !== 'ftyp') return false;
  if (typeBytes < 8 || typeBytes > MAX_FTYP_BYTES || typeBytes % 4 !== 0) return false;
  const content = yield { take: typeBytes };
  if (!content || !isHeicType(content)) return false;

  let described = false;
  for (;;) {
    // One byte first: only a file that ends between two boxes ends well.
    const first = yield { take: 1 };
    if (!first) return described;
    const rest = yield { take: BOX_HEADER_BYTES - 1 };
    if (!rest) return false;
    const header = Buffer.concat([first, rest]);
    const type = header.toString('latin1', 4);
    if (!BOX_TYPE.test(type)) return false;
    described ||= type === 'meta' || type === 'moov';

    const size = header.readUInt32BE();
    // Size 0 means "to the end of the file", size 1 that 64 bits of size follow.
    if (size === 0) return described;
    const large = size === 1 ? yield { take: 8 } : undefined;
    if (size === 1 && !large) return false;
    const bodyBytes = large ? Number(large.readBigUInt64BE()) - BOX_HEADER_BYTES - 8 : size - BOX_HEADER_BYTES;
    if (bodyBytes < 0) return false;
    if (bodyBytes > 0 && !(yield { skip: bodyBytes })) return false;
  }
}
