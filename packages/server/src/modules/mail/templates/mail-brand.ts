import type { BrandColors } from '../../brand/index.ts';

/** Whose mail it is, as it shows at its head. */
export interface MailBrand {
  readonly name: string;
  readonly colors: BrandColors;
  /** A picture that travels in the mail; its size in pixels. */
  readonly logo?: { readonly contentId: string; readonly width: number; readonly height: number };
}

/** Where no colour was set: as in packages/portal/styles/portal.css. */
export const defaultColors: BrandColors = {
  control: '#0f4c81',
  controlStrong: '#0a365d',
  onControl: '#ffffff',
  light: { accent: '#0f4c81', accentStrong: '#0a365d', soft: '#e9f1f8' },
  dark: { accent: '#8fc3f7', accentStrong: '#b9dafa', soft: '#182a3d' },
};
