import { html, type Html } from '../../../platform/markup/html.ts';
import { encodeQrCode, pathOfQrCode } from '../../../platform/qr-code.ts';

/** Drawn in black on white whatever the page's colours: few cameras read it the other way round. */
export function renderQrCode(text: string, label: string): Html {
  const code = encodeQrCode(text, 'L');
  const size = code.moduleCount;
  return html`<svg
    class="qr-code"
    role="img"
    aria-label="${label}"
    viewBox="0 0 ${size} ${size}"
    shape-rendering="crispEdges"
  >
    <rect width="${size}" height="${size}" fill="#ffffff" />
    <path d="${pathOfQrCode(code)}" fill="#000000" />
  </svg>`;
}
