import { type BrandColors, brandColors } from '../../../parties/brand/index.ts';

/** Whose mail it is, as it shows at its head. */
export interface MailBrand {
  readonly name: string;
  readonly colors: BrandColors;
  /** A picture that travels in the mail; its size in pixels. */
  readonly logo?: { readonly contentId: string; readonly width: number; readonly height: number };
}

/** Where no colour was set: near the page's own blue, in a shade that stands off in dark mail programs too. */
export const defaultColors: BrandColors = brandColors('#1f6fb5');
