import { createHash } from 'node:crypto';
import { type BrandTones, brandColors, judgeColor } from './brand-colors.ts';

const PREFIX = '/assets/brand/';

/** The address of the colour's stylesheet. It carries a hash of what is in it, so that it may be kept for ever. */
export function stylesheetPath(color: string): string {
  const css = brandStylesheet(color);
  const hash = createHash('sha256').update(css).digest('hex').slice(0, 16);
  return `${PREFIX}${color.slice(1)}-${hash}.css`;
}

/** What stands at such an address; undefined for an address that `stylesheetPath` did not make. */
export function readStylesheet(path: string): string | undefined {
  const digits = /^\/assets\/brand\/([0-9a-f]{6})-[0-9a-f]{16}\.css$/.exec(path)?.[1];
  const color = `#${digits}`;
  if (digits === undefined || !judgeColor(color).isUsable || stylesheetPath(color) !== path) return undefined;
  return brandStylesheet(color);
}

/** Sets the properties of packages/portal/styles/base.css that carry the brand. */
function brandStylesheet(color: string): string {
  const { control, controlStrong, onControl, light, dark } = brandColors(color);
  const controls = `--control:${control};--control-strong:${controlStrong};--on-control:${onControl};`;
  return `:root{${controls}${tones(light)}}@media screen and (prefers-color-scheme:dark){:root{${tones(dark)}}}\n`;
}

function tones({ accent, accentStrong, soft }: BrandTones): string {
  return `--accent:${accent};--accent-strong:${accentStrong};--accent-soft:${soft};--focus:${accentStrong}`;
}
