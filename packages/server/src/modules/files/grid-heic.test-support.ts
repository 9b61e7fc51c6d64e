import { box, fileTypeBox } from './sample-files.ts';

/**
 * A tile of 512 by 512 pixels in four colours, as x265 wrote it: how it is to be decoded (`hvcC`), and its bytes. Phones write their
 * pictures as a grid of such tiles (ISO/IEC 23008-12, 6.6.2.3).
 */
const TILE_PIXELS = 512;
const DECODER = Buffer.from(
  [
    'AAAAdmh2Y0MBA3AAAAAAAAAAAABa8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwBaugJAIQABAClCAQEDcAAAAwCQAAADAAADAFqgBAIAgFlupJKa5sCA',
    'AAADAIAAAAMAhCIAAQAHRAHBcrBiQA==',
  ].join(''),
  'base64',
);
const TILE = Buffer.from(
  [
    'AAAAkygBrxkQaYwoiYge93yFN//2q/f9HWv97BXis/yxso86gIPP+F58QbQH/JDYhcQQAMSAprc6gHqFt/ZQAAAf4JMFqOAJG5iAAOaAhwAABCyjgAUc2YCmhh5cF//v',
    'CgfN5p/uz2AAAAMAJx8f/3j29O/xq27rSAp4AAGHAAADAKkjQAV0AAAEXPQAP8AAAAoaDAD7gA==',
  ].join(''),
  'base64',
);

const BOX_HEADER_BYTES = 8;
const GRID_ID = 1;
const FIRST_TILE_ID = 2;
/** Of the properties below, counted from one. */
const DECODER_AT = 1;
const TILE_SIZE_AT = 2;
const DEPTH_AT = 3;
const GRID_SIZE_AT = 4;
const ESSENTIAL = 0x80;
const IN_MDAT = 0;
const IN_IDAT = 1;

/** A photograph as a phone writes it, as large as is wanted, in some kilobytes: every tile of it is made of the same bytes. */
export function gridHeic(width: number, height: number): Buffer {
  const columns = Math.ceil(width / TILE_PIXELS);
  const rows = Math.ceil(height / TILE_PIXELS);
  const tiles = Array.from({ length: columns * rows }, (_, n) => FIRST_TILE_ID + n);
  const type = fileTypeBox('heic', ['mif1', 'heic', 'miaf']);
  const grid = Buffer.from([0, 0, rows - 1, columns - 1, ...word(width), ...word(height)]);
  const metaAt = (tileAt: number): Buffer =>
    fullBox('meta', 0, [
      fullBox('hdlr', 0, [Buffer.from('\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1')]),
      fullBox('pitm', 0, [Buffer.from(word(GRID_ID))]),
      placesOf({ tiles, tileAt, gridBytes: grid.length }),
      fullBox('iinf', 0, [
        Buffer.from(word(tiles.length + 1)),
        item(GRID_ID, 'grid'),
        ...tiles.map((id) => item(id, 'hvc1')),
      ]),
      fullBox('iref', 0, [box('dimg', words(GRID_ID, tiles.length, ...tiles))]),
      box('iprp', Buffer.concat([propertiesOf(width, height), usesOf(tiles)])),
      box('idat', grid),
    ]);
  // Its length does not depend on the place that stands in it.
  const meta = metaAt(type.length + metaAt(0).length + BOX_HEADER_BYTES);
  return Buffer.concat([type, meta, box('mdat', TILE)]);
}

function fullBox(type: string, version: number, parts: readonly Buffer[]): Buffer {
  return box(type, Buffer.concat([Buffer.from([version, 0, 0, 0]), ...parts]));
}

function word(value: number): [number, number] {
  return [value >> 8, value & 0xff];
}

function words(...values: readonly number[]): Buffer {
  return Buffer.from(values.flatMap(word));
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function item(id: number, type: string): Buffer {
  return fullBox('infe', 2, [words(id, 0), Buffer.from(`${type}\0`, 'latin1')]);
}

interface Places {
  readonly tiles: readonly number[];
  readonly tileAt: number;
  readonly gridBytes: number;
}

/** Offsets and lengths of four bytes. */
function placesOf({ tiles, tileAt, gridBytes }: Places): Buffer {
  const place = (id: number, method: number, [at, bytes]: readonly [number, number]): Buffer =>
    Buffer.concat([words(id, method, 0, 1), long(at), long(bytes)]);
  return fullBox('iloc', 1, [
    Buffer.from([0x44, 0x00]),
    words(tiles.length + 1),
    place(GRID_ID, IN_IDAT, [0, gridBytes]),
    ...tiles.map((id) => place(id, IN_MDAT, [tileAt, TILE.length])),
  ]);
}

function propertiesOf(width: number, height: number): Buffer {
  return box(
    'ipco',
    Buffer.concat([
      DECODER,
      sizeOf(TILE_PIXELS, TILE_PIXELS),
      fullBox('pixi', 0, [Buffer.from([3, 8, 8, 8])]),
      sizeOf(width, height),
    ]),
  );
}

function sizeOf(width: number, height: number): Buffer {
  return fullBox('ispe', 0, [long(width), long(height)]);
}

function usesOf(tiles: readonly number[]): Buffer {
  const use = (id: number, ...properties: readonly number[]): Buffer =>
    Buffer.concat([words(id), Buffer.from([properties.length, ...properties])]);
  return fullBox('ipma', 0, [
    long(tiles.length + 1),
    use(GRID_ID, GRID_SIZE_AT, DEPTH_AT),
    ...tiles.map((id) => use(id, ESSENTIAL | DECODER_AT, TILE_SIZE_AT, DEPTH_AT)),
  ]);
}
