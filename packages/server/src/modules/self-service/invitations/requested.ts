import { fieldProblem } from '../../../platform/problems/field-problem.ts';
import { type Language, languageOf } from '../../texts/index.ts';

/** In which language the page greets; undefined where nothing was said. */
export function requestedLanguage(locale: string | undefined): Language | undefined {
  // The schema has seen to it that it is the tag of one; which variants and extensions follow is of no account here.
  return locale === undefined ? undefined : languageOf(locale.slice(0, 2));
}

/** What no pattern of the schema can say. @throws ProblemError 422 */
export function refuseBadRedirect(redirectUrl: string | undefined): void {
  if (redirectUrl === undefined) return;
  const url = URL.parse(redirectUrl);
  if (!url || url.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw fieldProblem('redirectUrl', 'must be an https address without user information', redirectUrl);
  }
}
