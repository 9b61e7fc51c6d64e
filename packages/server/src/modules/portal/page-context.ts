import addressparser from 'nodemailer/lib/addressparser';
import type { Language } from '../../platform/languages.ts';
import type { PageContext } from './views/index.ts';

export interface OperatorFacts {
  /** As mails name their sender, such as `NT24 <no-reply@nt24.example>`. */
  readonly mailFrom: string;
  readonly imprintUrl?: string | undefined;
  readonly privacyUrl?: string | undefined;
}

/** The operator of the page is who sends its mails, under the same name and address. */
export function createPageContext({ mailFrom, imprintUrl, privacyUrl }: OperatorFacts) {
  const sender = addressparser(mailFrom, { flatten: true })[0];
  const address = sender?.address ?? mailFrom;
  const operator = { operatorName: sender?.name || address, abuseContact: address, imprintUrl };
  return (language: Language, ownPrivacyUrl?: string): PageContext => ({
    ...operator,
    language,
    privacyUrl: ownPrivacyUrl ?? privacyUrl,
  });
}
