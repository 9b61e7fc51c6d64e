import { createRequire } from 'node:module';
import { TooComplex } from './too-complex.ts';

/** The part of libheif-js that is used here; the package brings no types. */
interface Libheif {
  readonly HeifDecoder: new () => { decode(content: Uint8Array): HeifPicture[] };
}

interface HeifPicture {
  get_width(): number;
  get_height(): number;
  is_primary(): boolean;
  display(canvas: HeifPixels, done: (pixels: HeifPixels | null) => void): void;
  free(): void;
}

interface HeifPixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

export interface HeicPicture {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel: red, green, blue, opacity. Undefined when it does not decode. */
  decode(): Promise<Buffer | undefined>;
}

const require = createRequire(import.meta.url);
let libheif: Libheif | undefined;

/** Its bundle compiles WebAssembly of a megabyte, so it is loaded for the first HEIC only. */
function loadLibheif(): Libheif {
  libheif ??= require('libheif-js/wasm-bundle') as Libheif;
  return libheif;
}

/** The picture that the file names first, upright, not decoded yet; undefined when there is none. */
export function openHeic(content: Buffer): HeicPicture | undefined {
  const pictures = readable(() => new (loadLibheif().HeifDecoder)().decode(content)) ?? [];
  const picture = pictures.find((each) => each.is_primary()) ?? pictures[0];
  if (!picture) return undefined;
  const [width, height] = [picture.get_width(), picture.get_height()];
  return {
    width,
    height,
    async decode() {
      const canvas = { data: new Uint8ClampedArray(width * height * 4), width, height };
      const pixels = await new Promise<HeifPixels | null>((resolve) => picture.display(canvas, resolve));
      return pixels ? Buffer.from(pixels.data.buffer) : undefined;
    },
  };
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new TooComplex();
    return undefined;
  }
}
