import type { CompanyData } from '../company/company-model.ts';
import type { RequestSummary } from '../request-summary.ts';
import type { SessionContext } from '../session/session-address.ts';
import { translatorFor } from '../../../modules/texts/index.ts';
import { declarationWords } from '../../../modules/self-service/declarations/index.ts';
import type { DeclarationModel } from './declaration-model.ts';
import { renderDeclaration } from './declaration-page.ts';
import { emptyForm, readDeclaration } from './read-declaration.ts';

interface Sample {
  readonly request: RequestSummary;
  readonly company: CompanyData;
  readonly within: SessionContext;
  readonly mend: <Model>(model: Model) => Model;
}

const today = new Date('2026-11-29T10:15:00Z');
const WRONG = {
  signerName: 'Ana Maria de Sousa Ferreira e Albuquerque',
  'person1-name': 'Ana Maria de Sousa Ferreira e Albuquerque',
  'person1-birthDate': '1975-03-09',
  'person1-country': 'PT',
  'person1-share': '133',
  'person2-name': 'Rui',
  'funds-other': 'yes',
  signature: 'Ana Maria',
};

/** The form of the declaration, by name. */
export function declarationStates({ request, company, within, mend }: Sample): Record<string, () => string> {
  const words = declarationWords({
    template: null,
    language: within.language,
    sellerName: request.seller.name,
  });
  const translate = translatorFor(within.language);
  const refusal = translate('documents.errorScannerUnavailable', { name: translate('documentType.AML_DECLARATION') });
  const wrong = readDeclaration(WRONG, words, today);
  const { name, vatNumber, address } = company;
  const own = { name, vatNumber, country: address.country };
  const state = (model: Pick<DeclarationModel, 'form' | 'errors' | 'refusal'>) => () =>
    renderDeclaration(mend({ request, company: own, words, today, ...model }), within);
  return {
    declaration: state({ form: emptyForm }),
    declarationWrong: state(wrong),
    declarationErrorRefused: state({ form: wrong.form, refusal }),
  };
}
