import { html, nothing } from '../../platform/markup/html.ts';
import { icons } from './icons.ts';
import type { Translate } from '../../modules/texts/index.ts';
import type { Html } from '../../platform/markup/html.ts';

export interface FieldMessage {
  /** The id of the field that it is about. */
  readonly fieldId: string;
  readonly text: string;
}

export function errorId(fieldId: string): string {
  return `${fieldId}-error`;
}

/** All that is wrong, at the top, focused and read out, each linked to its field. */
export function renderErrorSummary(messages: readonly FieldMessage[], translate: Translate): Html {
  if (messages.length === 0) return nothing;
  return renderSummary(messages, translate);
}

/** An empty one, for the script to fill. */
export function renderErrorTemplate(translate: Translate): Html {
  return html`<template data-error-template>!${renderSummary([], translate)}</template>`;
}

function renderSummary(messages: readonly FieldMessage[], translate: Translate): Html {
  const items = messages.map(({ fieldId, text }) => html`<li><a href="#${fieldId}">${text}</a></li>`);
  return html`<div class="error-summary" role="alert" aria-labelledby="error-heading" tabindex="-1" autofocus>
    <h2 id="error-heading">!${icons.alert}${translate('errors.heading')}</h2>
    <ul>
      !${items}
    </ul>
  </div>`;
}

/** The same words once more at the field; the field points here by aria-describedby. */
export function renderFieldErrors(fieldId: string, messages: readonly FieldMessage[]): Html {
  const own = messages.filter((message) => message.fieldId === fieldId);
  if (own.length === 0) return nothing;
  return html`<div class="field-error" id="${errorId(fieldId)}">
    !${own.map(({ text }) => html`<p>!${icons.alert}<span>${text}</span></p>`)}
  </div>`;
}

/** aria-describedby, and aria-invalid where something is wrong with the field. */
export function describedBy(fieldId: string, messages: readonly FieldMessage[], hintId?: string): Html {
  const isInvalid = messages.some((message) => message.fieldId === fieldId);
  const ids = [...(hintId === undefined ? [] : [hintId]), ...(isInvalid ? [errorId(fieldId)] : [])];
  if (ids.length === 0) return nothing;
  return html`aria-describedby="${ids.join(' ')}" !${isInvalid ? html`aria-invalid="true"` : nothing}`;
}
