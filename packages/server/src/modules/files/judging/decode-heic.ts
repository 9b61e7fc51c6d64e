import { type Borders, uncrop } from './heic-crop.ts';
import { type HeifPixels, loadLibheif, readable } from './libheif.ts';

export interface HeicPicture {
  /** As it decodes: the borders, if there are any, are to be cut off. */
  readonly width: number;
  readonly height: number;
  readonly borders: Borders;
  /** Four bytes a pixel: red, green, blue, opacity. Undefined when it does not decode. */
  decode(): Promise<Buffer | undefined>;
}

/** The picture that the file names first, upright, not decoded yet; undefined when there is none. */
export function openHeic(content: Buffer): HeicPicture | undefined {
  const { content: whole, borders } = readable(() => uncrop(content)) ?? { content, borders: [0, 0, 0, 0] as const };
  const pictures = readable(() => new (loadLibheif().HeifDecoder)().decode(whole)) ?? [];
  const picture = pictures.find((each) => each.is_primary()) ?? pictures[0];
  if (!picture) return undefined;
  const [width, height] = [picture.get_width(), picture.get_height()];
  return {
    width,
    height,
    borders,
    async decode() {
      const canvas = { data: new Uint8ClampedArray(width * height * 4), width, height };
      const pixels = await new Promise<HeifPixels | null>((resolve) => picture.display(canvas, resolve));
      return pixels ? Buffer.from(pixels.data.buffer) : undefined;
    },
  };
}
