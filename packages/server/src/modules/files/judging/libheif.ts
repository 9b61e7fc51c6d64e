import { createRequire } from 'node:module';
import { TooComplex } from './too-complex.ts';

/** Of its own memory, or a handle to something in it. */
type Address = number;

/** The part of libheif-js that is used here; the package's own types are of another way to load it. */
export interface Libheif extends LibheifCalls {
  readonly HeifDecoder: new () => { decode(content: Uint8Array): HeifPicture[] };
}

/** As its public headers have them; what gives an error there writes it to `error` here. */
export interface LibheifCalls {
  /** Replaced when the memory grows. */
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): Address;
  _free(at: Address): void;
  _heif_context_alloc(): Address;
  _heif_context_free(context: Address): void;
  _heif_context_read_from_memory(
    ...args: [error: Address, context: Address, at: Address, bytes: number, options: 0]
  ): void;
  _heif_context_get_primary_image_handle(error: Address, context: Address, handle: Address): void;
  _heif_image_handle_release(handle: Address): void;
  _heif_image_handle_get_item_id(handle: Address): number;
  _heif_image_handle_get_ispe_width(handle: Address): number;
  _heif_image_handle_get_ispe_height(handle: Address): number;
  _heif_item_get_transformation_properties(...args: [context: Address, item: number, to: Address, max: number]): number;
  _heif_item_get_property_type(context: Address, item: number, property: number): number;
  _heif_item_get_property_transform_rotation_ccw(context: Address, item: number, property: number): number;
  _heif_item_get_property_transform_mirror(context: Address, item: number, property: number): number;
  _heif_item_get_property_transform_crop_borders(
    ...args: [
      ...[context: Address, item: number, property: number, width: number, height: number],
      ...[left: Address, top: Address, right: Address, bottom: Address],
    ]
  ): void;
}

export interface HeifPicture {
  get_width(): number;
  get_height(): number;
  is_primary(): boolean;
  display(canvas: HeifPixels, done: (pixels: HeifPixels | null) => void): void;
  free(): void;
}

export interface HeifPixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

const require = createRequire(import.meta.url);
let libheif: Libheif | undefined;

/** Its bundle compiles WebAssembly of a megabyte, so it is loaded for the first HEIC only. */
export function loadLibheif(): Libheif {
  libheif ??= require('libheif-js/wasm-bundle') as Libheif;
  return libheif;
}

/** Undefined where it does not like what it reads. @throws TooComplex */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TooComplex) throw new TooComplex();
    return undefined;
  }
}
