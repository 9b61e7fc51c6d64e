import { html } from '../../../platform/markup/html.ts';
import type { Html } from '../../../platform/markup/html.ts';

/** A section that opens at its heading, without script too. */
export function renderFold(heading: string, content: Html): Html {
  return html`<details class="fold">
    <summary><h2>${heading}</h2></summary>
    !${content}
  </details>`;
}
