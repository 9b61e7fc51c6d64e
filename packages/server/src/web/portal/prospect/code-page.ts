import { CODE_DIGITS, CODE_MINUTES } from '../../../modules/self-service/prospects/index.ts';
import { formatNumber, type Language, type Translate, translatorFor } from '../../../modules/texts/index.ts';
import { html } from '../../../platform/markup/html.ts';
import type { Html } from '../../../platform/markup/html.ts';
import { type FieldMessage, renderErrorSummary } from '../../shared/error-summary.ts';
import { renderTextField } from '../../shared/text-field.ts';
import { renderFold } from '../landing/fold.ts';
import { renderStepPage } from '../step-page.ts';
import type { RequestSummary } from '../request-summary.ts';
import type { SessionContext } from '../session/session-address.ts';

export type CodeError = { readonly kind: 'missing' | 'over' } | { readonly kind: 'wrong'; readonly triesLeft: number };

export interface CodeModel {
  readonly request: RequestSummary;
  readonly email: string;
  /** Where another address can be entered. */
  readonly linkUrl: string;
  readonly error?: CodeError | undefined;
}

const fieldId = 'code';

/** GET /kyc/{ref}/code: the proof that the address is the visitor's own. */
export function renderCode(model: CodeModel, page: SessionContext): Html {
  const { language } = page;
  const translate = translatorFor(language);
  const { request, email, error, linkUrl } = model;
  const messages = error ? [messageFor(error, language, translate)] : [];
  const digits = formatNumber(CODE_DIGITS, language);
  const main = html`!${renderErrorSummary(messages, translate)}
    <h1>${translate('code.title')}</h1>
    <p class="lead">${translate('code.lead', { email, minutes: formatNumber(CODE_MINUTES, language) })}</p>
    <form method="post" action="${page.sessionPath('code')}" novalidate>
      !${renderTextField(
        {
          id: fieldId,
          name: 'code',
          label: translate('code.label'),
          hint: translate('code.hint', { digits }),
          value: '',
          autocomplete: 'one-time-code',
          inputMode: 'numeric',
          dir: 'ltr',
          className: 'code-field',
        },
        messages,
      )}
      <div class="actions">
        <button class="button" type="submit">${translate('action.continue')}</button>
      </div>
    </form>
    <div class="folds">
      !${renderFold(
        translate('code.nothing'),
        html`<p>${translate('code.nothingText')}</p>
          <form method="post" action="${page.sessionPath('code/again')}">
            <button class="button button-secondary" type="submit">${translate('code.again')}</button>
          </form>
          <p><a class="link-alone" href="${linkUrl}">${translate('code.other')}</a></p>`,
      )}
    </div>`;
  return renderStepPage({ title: translate('code.title'), request, hasErrors: messages.length > 0, main }, page);
}

function messageFor(error: CodeError, language: Language, translate: Translate): FieldMessage {
  switch (error.kind) {
    case 'missing':
      return { fieldId, text: translate('code.errorMissing', { digits: formatNumber(CODE_DIGITS, language) }) };
    case 'over':
      return { fieldId, text: translate('code.errorOver') };
    case 'wrong':
      return error.triesLeft === 0
        ? { fieldId, text: translate('code.errorOver') }
        : { fieldId, text: translate('code.errorWrong', { count: error.triesLeft }) };
  }
}
