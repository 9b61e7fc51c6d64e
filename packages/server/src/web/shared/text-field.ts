import { html, nothing } from '../../platform/markup/html.ts';
import type { Html } from '../../platform/markup/html.ts';
import { describedBy, type FieldMessage, renderFieldErrors } from './error-summary.ts';

interface TextField {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly type?: 'text' | 'email' | 'tel';
  /** What browsers may fill in (WCAG 1.3.5). */
  readonly autocomplete: string;
  /** The keys that a phone shows. */
  readonly inputMode?: 'numeric';
  /** `ltr` of what is written from left to right in every language. */
  readonly dir?: 'auto' | 'ltr';
  readonly className?: string;
  /** By which the style sheet knows how wide it is. */
  readonly line?: string;
}

/** A labelled line. Without a maxlength: what is too long is shown again, not cut without a word. */
export function renderTextField(field: TextField, messages: readonly FieldMessage[]): Html {
  const { id, name, label, hint, value, type = 'text', autocomplete, inputMode, dir = 'auto', className, line } = field;
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  return html`<div class="field" !${line === undefined ? nothing : html`data-line="${line}"`}>
    <label for="${id}">${label}</label>
    !${hint === undefined ? nothing : html`<p class="hint" id="${hintId}">${hint}</p>`}
    !${renderFieldErrors(id, messages)}
    <input
      !${className === undefined ? nothing : html`class="${className}"`}
      type="${type}"
      id="${id}"
      name="${name}"
      value="${value}"
      !${inputMode === undefined ? nothing : html`inputmode="${inputMode}"`}
      dir="${dir}"
      autocomplete="${autocomplete}"
      !${describedBy(id, messages, hintId)}
    />
  </div>`;
}
