import { html, nothing, when } from '../../platform/markup/html.ts';
import { icons } from '../shared/icons.ts';
import type { Translate } from '../../modules/texts/index.ts';
import type { Html } from '../../platform/markup/html.ts';
import type { Documents } from './documents/documents-model.ts';

const steps = ['documents', 'review'] as const;
const stepsOfPublished = ['details', ...steps] as const;

export type Step = (typeof stepsOfPublished)[number];

/** Nothing that was asked for is missing, nor still on its way. */
export function areDocumentsDone({ requested }: Documents, unfinishedCount: number): boolean {
  return unfinishedCount === 0 && requested.every(({ isFulfilled, reason }) => isFulfilled || reason !== undefined);
}

/** The step that is open: where Start leads. */
export function openStep(documents: Documents, unfinishedCount: number): Step {
  return areDocumentsDone(documents, unfinishedCount) ? 'review' : 'documents';
}

interface Way {
  readonly current: Step | 'finished';
  /** A step that is merely behind the visitor has no tick. */
  readonly areDocumentsDone: boolean;
  /** The visitor says first who he is. */
  readonly isPublished?: boolean | undefined;
}

/** What is asked for after the details depends on them, so nobody comes to a later step without them. */
function isBehind(step: Step, { current, areDocumentsDone }: Way): boolean {
  return step === 'details' ? current !== 'details' : step === 'documents' && areDocumentsDone;
}

/** Where the buyer stands on the way; `finished` marks every step as done. */
export function renderSteps(way: Way, translate: Translate): Html {
  const ofWay = way.isPublished === true ? stepsOfPublished : steps;
  const items = ofWay.map((step, index) => {
    const isCurrent = step === way.current;
    const isDone = way.current === 'finished' || (!isCurrent && isBehind(step, way));
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
