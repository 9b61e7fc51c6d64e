import { loadLibheif, type LibheifCalls } from './libheif.ts';
import { TooComplex } from './too-complex.ts';

/** How much a picture loses at each side. */
export type Borders = readonly [left: number, top: number, right: number, bottom: number];

/** ISO/IEC 23008-12, 6.5.9: 40 bytes of "clean aperture", and of a property that changes nothing in how it decodes. */
const CROP = Buffer.from('00000028636c6170', 'hex');
const PIXEL_ASPECT = Buffer.from('0000002870617370', 'hex');
const CROP_TYPE = 0x63_6c_61_70;
const ROTATION_TYPE = 0x69_72_6f_74;
const MIRROR_TYPE = 0x69_6d_69_72;
/** heif_transform_mirror_direction_vertical: top and bottom change places. */
const UPSIDE_DOWN = 0;
const MAX_PROPERTIES = 16;
const WORD_BYTES = 4;

export interface Uncropped {
  readonly content: Buffer;
  /** Of the picture when it is upright. */
  readonly borders: Borders;
}

/**
 * The library takes a cropped picture for one that is larger than it says, and refuses it. So it is asked for the crop, and then
 * decodes the picture without. Undefined where nothing is cropped.
 */
export function uncrop(content: Buffer): Uncropped | undefined {
  if (!content.includes(CROP)) return undefined;
  const borders = readBorders(loadLibheif(), content);
  if (borders.every((border) => border === 0)) return undefined;
  const whole = Buffer.from(content);
  for (let at = whole.indexOf(CROP); at >= 0; at = whole.indexOf(CROP, at)) PIXEL_ASPECT.copy(whole, at);
  return { content: whole, borders };
}

function readBorders(lib: LibheifCalls, content: Buffer): Borders {
  const words = lib._malloc((MAX_PROPERTIES + 1) * WORD_BYTES);
  const copy = lib._malloc(content.length);
  const context = lib._heif_context_alloc();
  try {
    if (!words || !copy || !context) throw new TooComplex();
    lib.HEAPU8.set(content, copy);
    lib._heif_context_read_from_memory(words, context, copy, content.length, 0);
    if (wordsAt(lib, words, 1)[0] !== 0) return [0, 0, 0, 0];
    return bordersOfPrimary(lib, context, words);
  } finally {
    lib._heif_context_free(context);
    lib._free(copy);
    lib._free(words);
  }
}

function bordersOfPrimary(lib: LibheifCalls, context: number, words: number): Borders {
  const handleAt = words + MAX_PROPERTIES * WORD_BYTES;
  lib._heif_context_get_primary_image_handle(words, context, handleAt);
  const [error] = wordsAt(lib, words, 1);
  const [handle = 0] = wordsAt(lib, handleAt, 1);
  if (error !== 0 || handle === 0) return [0, 0, 0, 0];
  const item = lib._heif_image_handle_get_item_id(handle);
  let size = { width: lib._heif_image_handle_get_ispe_width(handle), height: lib._heif_image_handle_get_ispe_height(handle) }; // prettier-ignore
  lib._heif_image_handle_release(handle);
  const count = lib._heif_item_get_transformation_properties(context, item, words, MAX_PROPERTIES);
  let borders: Borders = [0, 0, 0, 0];
  for (const property of wordsAt(lib, words, count)) {
    const type = lib._heif_item_get_property_type(context, item, property);
    if (type === CROP_TYPE) {
      const cut = cropOf(lib, { context, item, property, ...size, words });
      borders = [borders[0] + cut[0], borders[1] + cut[1], borders[2] + cut[2], borders[3] + cut[3]];
      size = { width: size.width - cut[0] - cut[2], height: size.height - cut[1] - cut[3] };
    } else if (type === ROTATION_TYPE) {
      const quarters = lib._heif_item_get_property_transform_rotation_ccw(context, item, property) / 90;
      for (let turned = 0; turned < quarters; turned += 1) {
        borders = [borders[1], borders[2], borders[3], borders[0]];
        size = { width: size.height, height: size.width };
      }
    } else if (type === MIRROR_TYPE) {
      const [left, top, right, bottom] = borders;
      const direction = lib._heif_item_get_property_transform_mirror(context, item, property);
      borders = direction === UPSIDE_DOWN ? [left, bottom, right, top] : [right, top, left, bottom];
    }
  }
  return borders;
}

interface Crop {
  readonly context: number;
  readonly item: number;
  readonly property: number;
  readonly width: number;
  readonly height: number;
  readonly words: number;
}

function cropOf(lib: LibheifCalls, { context, item, property, width, height, words }: Crop): Borders {
  const [left, top, right, bottom] = [0, 1, 2, 3].map((index) => words + index * WORD_BYTES) as [...Borders];
  lib._heif_item_get_property_transform_crop_borders(
    ...[context, item, property, width, height] as const,
    ...[left, top, right, bottom] as const,
  ); // prettier-ignore
  // What reaches beyond the picture takes nothing away.
  return wordsAt(lib, words, 4).map((border) => Math.max(0, border)) as [...Borders];
}

function wordsAt(lib: LibheifCalls, at: number, count: number): number[] {
  const view = new DataView(lib.HEAPU8.buffer, at, count * WORD_BYTES);
  return Array.from({ length: count }, (_, index) => view.getInt32(index * WORD_BYTES, true));
}
