import type { PageContext } from './page-model.ts';
import type { Language } from '../../modules/texts/index.ts';
import type { OperatorFacts } from '../../core/operator-facts.ts';

/** What the page at hand has instead of the operator's own. */
export type OwnAddresses = Pick<
  PageContext,
  'privacyUrl' | 'reportUrl' | 'signOutUrl' | 'sessionEnd' | 'brand' | 'languagePath' | 'hasOneLanguage'
>;

export function createPageContext({ name, ...operator }: OperatorFacts) {
  return (language: Language, own: OwnAddresses = {}): PageContext => ({
    ...operator,
    operatorName: name,
    language,
    ...own,
  });
}
