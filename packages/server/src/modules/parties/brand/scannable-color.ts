import { contrast, rgbOf } from './contrast.ts';

const WHITE = rgbOf('#ffffff');
const BLACK = '#000000';
/** Cameras tell dark from light, no colours: as much as text needs. */
const SCANNED_CONTRAST = 4.5;

/** The colour of a code's modules on white, as `#rrggbb`: the brand's where cameras read it, else black. */
export function scannableColor(color: string | null): string {
  return color !== null && contrast(rgbOf(color), WHITE) >= SCANNED_CONTRAST ? color : BLACK;
}
