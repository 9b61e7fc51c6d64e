import type { OperatorFacts } from '../../config/config.ts';
import type { Language } from '../../platform/languages.ts';
import type { PageContext } from './views/index.ts';

/** What the page at hand has instead of the operator's own. */
export type OwnAddresses = Pick<PageContext, 'privacyUrl' | 'reportUrl' | 'brand' | 'languagePath'>;

export function createPageContext({ name, ...operator }: OperatorFacts) {
  return (language: Language, own: OwnAddresses = {}): PageContext => ({
    ...operator,
    operatorName: name,
    language,
    ...own,
  });
}
