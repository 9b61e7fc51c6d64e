import { html, type Html } from '../../../platform/markup/html.ts';

/** A name that is read at a glance: no line of it ends at a hyphen. */
export function inWholeWords(name: string): readonly Html[] {
  return name
    .split(/(\s+)/)
    .map((word) => (word.includes('-') ? html`<span class="whole-word">${word}</span>` : html`${word}`));
}
