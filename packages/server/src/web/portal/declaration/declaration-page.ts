import { formatDay, isoDay, type Language, type Translate, translatorFor } from '../../../modules/texts/index.ts';
import { html } from '../../../platform/markup/html.ts';
import type { Html } from '../../../platform/markup/html.ts';
import { type FieldMessage, renderErrorSummary, renderFieldErrors } from '../../shared/error-summary.ts';
import { renderLayout } from '../../shared/layout.ts';
import { renderRequestAside } from '../request-aside.ts';
import { renderSteps } from '../steps.ts';
import type { SessionContext } from '../session/session-address.ts';
import { type DeclarationError, type DeclarationModel, signHeadingId, statementId } from './declaration-model.ts';
import { renderFunds, renderLine, renderPersons, renderTick, renderYesNo } from './declaration-fields.ts';

const WORDS_IN_MESSAGE = 80;

/** GET /kyc/{ref}/declaration. The form is sent to the same address, and becomes a file of the draft. */
export function renderDeclaration(model: DeclarationModel, page: SessionContext): Html {
  const { language } = page;
  const translate = translatorFor(language);
  const { request, words, form } = model;
  const messages = messagesOf(model, translate);
  const fields = { form, messages, translate, language };
  const seller = request.seller.name;
  const main = html`!${renderErrorSummary(messages, translate)}
    !${renderSteps({ current: 'documents', areDocumentsDone: false, isPublished: request.isPublished }, translate)}
    <h1>${words.title}</h1>
    <p class="lead">${translate('declaration.lead', { seller })}</p>
    <form method="post" action="${page.sessionPath('declaration')}" novalidate>
      <fieldset class="fields">
        <legend>${translate('review.company')}</legend>
        !${renderCompany(model, page, translate)}
      </fieldset>
      <fieldset class="fields">
        <legend>${translate('declaration.signer')}</legend>
        !${renderLine({ line: 'signerName', autocomplete: 'name' }, fields)}
        !${renderLine({ line: 'signerRole', autocomplete: 'organization-title' }, fields)}
      </fieldset>
      !${renderPersons(fields)} !${renderFunds(fields)}
      !${renderYesNo({ choice: 'isPoliticallyExposed', question: 'declaration.pep', hint: 'declaration.pepHint' }, fields)}
      !${renderYesNo({ choice: 'isOnOwnAccount', question: 'declaration.ownAccount' }, fields)}
      !${renderStatements(model, messages, translate)}
      <fieldset class="fields">
        <legend id="${signHeadingId}" tabindex="-1">${translate('declaration.signature')}</legend>
        !${renderFieldErrors(signHeadingId, messages)}
        !${renderLine({ line: 'signature', autocomplete: 'name', hint: 'declaration.signatureHint' }, fields)}
        !${renderLine({ line: 'place', autocomplete: 'address-level2' }, fields)}
        !${renderDate(model, language, translate)}
      </fieldset>
      <div class="actions">
        <button class="button" type="submit">${translate('declaration.sign')}</button>
        <a class="button button-secondary" href="${page.sessionPath('documents')}">${translate('action.back')}</a>
      </div>
    </form>`;
  return renderLayout(
    {
      title: words.title,
      sellerName: seller,
      organizationName: request.organizationName,
      hasErrors: messages.length > 0,
      main,
      aside: renderRequestAside(request, page),
    },
    page,
  );
}

function renderCompany({ company }: DeclarationModel, page: SessionContext, translate: Translate): Html {
  return html`<dl class="facts">
      <div>
        <dt>${translate('company.name')}</dt>
        <dd><bdi>${company.name}</bdi></dd>
      </div>
      <div>
        <dt>${translate('company.vatNumber')}</dt>
        <dd class="code">${company.vatNumber}</dd>
      </div>
    </dl>
    <p>
      <a class="link-alone" href="${page.sessionPath('company')}?from=declaration"
        >${translate('action.change')}<span class="visually-hidden">: ${translate('review.company')}</span></a
      >
    </p>`;
}

function renderStatements(
  { words, form }: DeclarationModel,
  messages: readonly FieldMessage[],
  translate: Translate,
): Html {
  const ticks = words.statements.map(({ text, hash }, at) =>
    renderTick(
      { id: statementId(at), name: `statement${at + 1}`, value: hash, text, isTicked: form.confirmed.includes(hash) },
      messages,
    ),
  );
  return html`<fieldset class="choices">
    <legend>${translate('declaration.confirm')}</legend>
    !${ticks}
  </fieldset>`;
}

function renderDate({ today, company }: DeclarationModel, language: Language, translate: Translate): Html {
  return html`<dl class="facts">
    <div>
      <dt>${translate('declaration.date')}</dt>
      <dd><time datetime="${isoDay(today, company.country)}">${formatDay(today, language, company.country)}</time></dd>
    </div>
  </dl>`;
}

function messagesOf({ errors = [], refusal }: DeclarationModel, translate: Translate): FieldMessage[] {
  const own = refusal === undefined ? [] : [{ fieldId: signHeadingId, text: refusal }];
  return [...errors.map((error) => messageOf(error, translate)), ...own];
}

function messageOf({ fieldId, text, label, person, max, words }: DeclarationError, translate: Translate): FieldMessage {
  const field = label === undefined ? '' : translate(label);
  const name = person === undefined ? field : `${translate('declaration.person', { number: person })}, ${field}`;
  return { fieldId, text: translate(text, { name, max: max ?? 0, text: shortened(words ?? '') }) };
}

/** Not within a word, unless there is but one. */
function shortened(words: string): string {
  const letters = Array.from(words);
  if (letters.length <= WORDS_IN_MESSAGE) return words;
  const start = letters.slice(0, WORDS_IN_MESSAGE).join('');
  return `${start.replace(/(?<=\S)\s+\S*$/u, '')}…`;
}
