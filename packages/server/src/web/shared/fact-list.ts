import { html } from '../../platform/markup/html.ts';
import type { Html } from '../../platform/markup/html.ts';

/** A term, and what is said of it. */
export type Fact = readonly [term: string, fact: Html];

export function renderFactList(facts: readonly Fact[], className = 'facts'): Html {
  const rows = facts.map(
    ([term, fact]) =>
      html`<div>
        <dt>${term}</dt>
        <dd>!${fact}</dd>
      </div>`,
  );
  return html`<dl class="${className}">!${rows}</dl>`;
}
