import { encode } from 'uqr';
import { html, type Html } from '../../../platform/markup/html.ts';

/** The standard's quiet zone (ISO/IEC 18004, 5.3.8), without which cameras do not find the code on a dark page. */
const QUIET_MODULES = 4;

/** Drawn in black on white whatever the page's colours: few cameras read it the other way round. */
export function renderQrCode(text: string, label: string): Html {
  const { data } = encode(text, { ecc: 'L', border: QUIET_MODULES });
  const size = data.length;
  return html`<svg
    class="qr-code"
    role="img"
    aria-label="${label}"
    viewBox="0 0 ${size} ${size}"
    shape-rendering="crispEdges"
  >
    <rect width="${size}" height="${size}" fill="#ffffff" />
    <path d="${data.map(runsOf).join('')}" fill="#000000" />
  </svg>`;
}

/** The dark modules of a row, those side by side as one. */
function runsOf(row: readonly boolean[], y: number): string {
  const cells = row.map((isDark) => (isDark ? '1' : '0')).join('');
  return [...cells.matchAll(/1+/g)]
    .map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`)
    .join('');
}
