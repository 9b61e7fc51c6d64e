import { html, nothing, when } from '../../platform/markup/html.ts';
import { icons } from '../shared/icons.ts';
import type { Translate } from '../../modules/texts/index.ts';
import type { Html } from '../../platform/markup/html.ts';

const steps = ['company', 'documents', 'review'] as const;

export type Step = (typeof steps)[number];

/** Where the buyer stands on the way; `finished` marks every step as done. */
export function renderSteps(current: Step | 'finished', translate: Translate): Html {
  const position = current === 'finished' ? steps.length : steps.indexOf(current);
  const items = steps.map((step, index) => {
    const isDone = index < position;
    const isCurrent = index === position;
    const state = isDone ? 'step step-done' : isCurrent ? 'step step-current' : 'step';
    return html`<li class="${state}" !${isCurrent ? html`aria-current="step"` : nothing}>
      <span class="step-mark">!${isDone ? icons.check : html`${index + 1}`}</span>
      <span class="step-name"
        >${translate(`steps.${step}`)}!${when(
          isDone,
          () => html`<span class="visually-hidden"> (${translate('steps.done')})</span>`,
        )}</span
      >
    </li>`;
  });
  return html`<ol class="steps" aria-label="${translate('steps.label')}">
    !${items}
  </ol>`;
}
