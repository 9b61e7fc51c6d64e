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
  return renderSummary(messages, translate, html`role="alert" tabindex="-1" autofocus`);
}

/** The same where the focus is on the first of the words at their fields, and only links lead there from the top. */
export function renderErrorLinks(messages: readonly FieldMessage[], translate: Translate): Html {
  return renderSummary(messages, translate, html`role="group" tabindex="-1"`);
}

/** Words at a field, for the script to fill. */
export function renderErrorTemplate(): Html {
  return html`<template data-error-template>!${renderWords('')}</template>`;
}

function renderSummary(messages: readonly FieldMessage[], translate: Translate, manner: Html): Html {
  if (messages.length === 0) return nothing;
  const items = messages.map(({ fieldId, text }) => html`<li><a href="#${fieldId}">${text}</a></li>`);
  return html`<div class="error-summary" aria-labelledby="error-heading" !${manner}>
    <h2 id="error-heading">!${icons.alert}${translate('errors.heading')}</h2>
    <ul>
      !${items}
    </ul>
  </div>`;
}

/** The same words once more at the field; the field points here by aria-describedby. */
export function renderFieldErrors(fieldId: string, messages: readonly FieldMessage[]): Html {
  return renderBox(fieldId, messages, nothing);
}

/** Likewise; the first of the page have the focus, so that it opens where they are. */
export function renderFocusedErrors(fieldId: string, messages: readonly FieldMessage[]): Html {
  const isFirst = messages[0]?.fieldId === fieldId;
  return renderBox(fieldId, messages, isFirst ? html`role="alert" tabindex="-1" autofocus` : nothing);
}

function renderBox(fieldId: string, messages: readonly FieldMessage[], manner: Html): Html {
  const own = messages.filter((message) => message.fieldId === fieldId);
  if (own.length === 0) return nothing;
  return html`<div class="field-error" id="${errorId(fieldId)}" !${manner}>
    !${own.map(({ text }) => renderWords(text))}
  </div>`;
}

function renderWords(text: string): Html {
  return html`<p>!${icons.alert}<span>${text}</span></p>`;
}

/** aria-describedby, and aria-invalid where something is wrong with the field. */
export function describedBy(fieldId: string, messages: readonly FieldMessage[], hintId?: string): Html {
  const isInvalid = messages.some((message) => message.fieldId === fieldId);
  const ids = [...(hintId === undefined ? [] : [hintId]), ...(isInvalid ? [errorId(fieldId)] : [])];
  if (ids.length === 0) return nothing;
  return html`aria-describedby="${ids.join(' ')}" !${isInvalid ? html`aria-invalid="true"` : nothing}`;
}
