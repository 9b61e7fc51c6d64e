import { FUND_SOURCES } from '../../../modules/self-service/declarations/index.ts';
import { countriesByName, type Language, type TextKey, type Translate } from '../../../modules/texts/index.ts';
import { html, nothing } from '../../../platform/markup/html.ts';
import type { Html } from '../../../platform/markup/html.ts';
import { describedBy, type FieldMessage, renderFieldErrors } from '../../shared/error-summary.ts';
import { renderTextField } from '../../shared/text-field.ts';
import {
  choiceId,
  type DeclarationForm,
  type DeclarationLine,
  fundsId,
  lineId,
  lineLabels,
  type PersonField,
  personId,
  personLabels,
  personName,
  type PersonRow,
} from './declaration-model.ts';

export interface FieldContext {
  readonly form: DeclarationForm;
  readonly messages: readonly FieldMessage[];
  readonly translate: Translate;
  readonly language: Language;
}

interface Line {
  readonly line: DeclarationLine;
  /** What browsers may fill in (WCAG 1.3.5). */
  readonly autocomplete: string;
  readonly hint?: TextKey;
}

export function renderLine({ line, autocomplete, hint }: Line, context: FieldContext): Html {
  const { form, messages, translate } = context;
  return renderTextField(
    {
      id: lineId(line),
      name: line,
      line,
      label: translate(lineLabels[line]),
      hint: hint && translate(hint),
      value: form[line],
      autocomplete,
    },
    messages,
  );
}

/** The first row stands open; the others open where they are needed or filled in. */
export function renderPersons(context: FieldContext): Html {
  const { form, messages, translate } = context;
  const [first, ...others] = form.persons;
  const tick = {
    id: 'declaration-hasNoOwner',
    name: 'hasNoOwner',
    value: 'yes',
    text: translate('declaration.noOwner'),
    isTicked: form.hasNoOwner,
  };
  return html`<fieldset class="fields">
    <legend>${translate('declaration.owners')}</legend>
    <p class="hint">${translate('declaration.ownersHint')}</p>
    !${renderTick(tick, messages)} !${first === undefined ? nothing : renderPerson(first, 0, context)}
    !${others.map((row, at) => renderFurther(row, at + 1, context))}
  </fieldset>`;
}

function renderFurther(row: PersonRow, at: number, context: FieldContext): Html {
  const { messages, translate } = context;
  const isUsed = Object.values(row).some((text) => text !== '');
  const isWrong = messages.some(({ fieldId }) => fieldId.startsWith(personId(at, 'name').replace(/name$/, '')));
  return html`<details class="more" !${isUsed || isWrong ? html`open` : nothing}>
    <summary>${translate('declaration.person', { number: at + 1 })}</summary>
    !${renderPerson(row, at, context)}
  </details>`;
}

function renderPerson(row: PersonRow, at: number, context: FieldContext): Html {
  const { translate } = context;
  return html`<fieldset class="fields person">
    <legend class="${at === 0 ? 'legend-small' : 'visually-hidden'}">
      ${translate('declaration.person', { number: at + 1 })}
    </legend>
    !${renderPersonField('name', { row, at, autocomplete: at === 0 ? 'name' : 'off' }, context)}
    !${renderPersonField('birthDate', { row, at, autocomplete: 'off' }, context)} !${renderCountry(row, at, context)}
    !${renderPersonField('share', { row, at, autocomplete: 'off' }, context)}
  </fieldset>`;
}

interface RowPlace {
  readonly row: PersonRow;
  readonly at: number;
  readonly autocomplete: string;
}

function renderPersonField(field: Exclude<PersonField, 'country'>, place: RowPlace, context: FieldContext): Html {
  const { row, at, autocomplete } = place;
  const { messages, translate } = context;
  const id = personId(at, field);
  const note = field === 'birthDate' ? ` (${translate('declaration.optional')})` : '';
  return html`<div class="field">
    <label for="${id}">${translate(personLabels[field])}${note}</label>
    !${renderFieldErrors(id, messages)}
    <input
      type="${field === 'birthDate' ? 'date' : 'text'}"
      id="${id}"
      name="${personName(at, field)}"
      value="${row[field]}"
      !${field === 'name' ? html`dir="auto"` : nothing}
      !${field === 'share' ? html`inputmode="decimal"` : nothing}
      autocomplete="${autocomplete}"
      !${describedBy(id, messages)}
    />
  </div>`;
}

function renderCountry({ country }: PersonRow, at: number, { language, messages, translate }: FieldContext): Html {
  const id = personId(at, 'country');
  const options = countriesByName(language, country === '' ? 'DE' : country).map(
    ({ code, name }) => html`<option value="${code}" ${code === country ? 'selected' : ''}>${name}</option>`,
  );
  return html`<div class="field">
    <label for="${id}">${translate('declaration.residence')}</label>
    !${renderFieldErrors(id, messages)}
    <select id="${id}" name="${personName(at, 'country')}" autocomplete="off" !${describedBy(id, messages)}>
      <option value="">${translate('documents.otherChoose')}</option>
      !${options}
    </select>
  </div>`;
}

export function renderFunds(context: FieldContext): Html {
  const { form, messages, translate } = context;
  const ticks = FUND_SOURCES.map((source, at) =>
    renderTick(
      {
        id: at === 0 ? fundsId : `${fundsId}-${source}`,
        name: `funds-${source}`,
        value: 'yes',
        text: translate(`declaration.funds.${source}`),
        isTicked: form.funds.includes(source),
      },
      [],
    ),
  );
  return html`<fieldset class="choices" !${describedBy(fundsId, messages)}>
    <legend>${translate('declaration.funds')}</legend>
    !${renderFieldErrors(fundsId, messages)} !${ticks}
    !${renderLine({ line: 'fundsWords', autocomplete: 'off' }, context)}
  </fieldset>`;
}

interface Tick {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly text: string;
  readonly isTicked: boolean;
}

export function renderTick({ id, name, value, text, isTicked }: Tick, messages: readonly FieldMessage[]): Html {
  return html`!${renderFieldErrors(id, messages)}
    <label class="choice">
      <input
        type="checkbox"
        id="${id}"
        name="${name}"
        value="${value}"
        ${isTicked ? 'checked' : ''}
        !${describedBy(id, messages)}
      />
      <span>${text}</span>
    </label>`;
}

interface YesNo {
  readonly choice: 'isPoliticallyExposed' | 'isOnOwnAccount';
  readonly question: TextKey;
  readonly hint?: TextKey;
}

export function renderYesNo({ choice, question, hint }: YesNo, { form, messages, translate }: FieldContext): Html {
  const id = choiceId(choice);
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  const answers = [
    { id, value: 'yes', text: translate('declaration.yes'), isChosen: form[choice] === true },
    { id: `${id}-no`, value: 'no', text: translate('declaration.no'), isChosen: form[choice] === false },
  ].map(
    (answer) =>
      html`<label class="choice">
        <input
          type="radio"
          id="${answer.id}"
          name="${choice}"
          value="${answer.value}"
          ${answer.isChosen ? 'checked' : ''}
        />
        <span>${answer.text}</span>
      </label>`,
  );
  return html`<fieldset class="choices" !${describedBy(id, messages, hintId)}>
    <legend>${translate(question)}</legend>
    !${hint === undefined ? nothing : html`<p class="hint" id="${hintId}">${translate(hint)}</p>`}
    !${renderFieldErrors(id, messages)} !${answers}
  </fieldset>`;
}
