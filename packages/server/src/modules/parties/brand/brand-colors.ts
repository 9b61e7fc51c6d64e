import { hexOf, lowestContrast, mix, nearestShade, readableOn, type Rgb, rgbOf } from './contrast.ts';

/** What controls stand on, as in packages/portal/styles/base.css and in the mails: the page, and the cards on it. */
export const PAGE_COLORS = {
  light: { page: '#f4f6f8', surface: '#ffffff' },
  dark: { page: '#0d1218', surface: '#151c25' },
} as const;

const LIGHT = Object.values(PAGE_COLORS.light).map(rgbOf);
const DARK = Object.values(PAGE_COLORS.dark).map(rgbOf);

/** WCAG 2.2: 1.4.11 for controls, 1.4.3 for text. */
const CONTROL_CONTRAST = 3;
const TEXT_CONTRAST = 4.5;

/** Why a colour cannot be used: how far it stands off at the worst, and the nearest shade that can. */
export interface ColorVerdict {
  readonly lightContrast: number;
  readonly darkContrast: number;
  readonly isUsable: boolean;
  readonly suggestion: string;
}

/** A colour, as `#rrggbb`, must stand off as a control on light and on dark pages alike. */
export function judgeColor(color: string): ColorVerdict {
  const rgb = rgbOf(color);
  const isEnough = (shade: Rgb): boolean => lowestContrast(shade, [...LIGHT, ...DARK]) >= CONTROL_CONTRAST;
  return {
    lightContrast: lowestContrast(rgb, LIGHT),
    darkContrast: lowestContrast(rgb, DARK),
    isUsable: isEnough(rgb),
    suggestion: hexOf(nearestShade(rgb, isEnough) ?? rgb),
  };
}

/** All that is drawn in a brand's colour. Each stands off: controls by 3, text by 4.5. */
export interface BrandColors {
  readonly control: string;
  readonly controlStrong: string;
  readonly onControl: string;
  readonly light: BrandTones;
  readonly dark: BrandTones;
}

export interface BrandTones {
  /** Of links and marks. */
  readonly accent: string;
  readonly accentStrong: string;
  /** Behind accents. */
  readonly soft: string;
}

export function brandColors(color: string): BrandColors {
  const control = rgbOf(color);
  const onControl = readableOn(control);
  const away: Rgb = onControl[0] === 0 ? [255, 255, 255] : [0, 0, 0];
  return {
    control: color,
    controlStrong: hexOf(mix(control, away, 0.15)),
    onControl: hexOf(onControl),
    light: tonesOn(control, LIGHT, 0.92),
    dark: tonesOn(control, DARK, 0.84),
  };
}

function tonesOn(color: Rgb, backgrounds: readonly Rgb[], softShare: number): BrandTones {
  const surface = backgrounds[1] ?? color;
  const soft = mix(color, surface, softShare);
  const isReadable = (shade: Rgb): boolean => lowestContrast(shade, [...backgrounds, soft]) >= TEXT_CONTRAST;
  const accent = nearestShade(color, isReadable) ?? readableOn(surface);
  const strong = mix(accent, readableOn(surface), 0.3);
  return { accent: hexOf(accent), accentStrong: hexOf(strong), soft: hexOf(soft) };
}
