import { IDLE_DRAFT_DAYS } from '../../../modules/self-service/invitations/index.ts';
import type { Translate } from '../../../modules/texts/index.ts';
import { html } from '../../../platform/markup/html.ts';
import type { Html } from '../../../platform/markup/html.ts';
import { renderFactList } from '../../shared/fact-list.ts';

/** For the texts of the privacy notice that visitors of a published link read. */
export function privacyValues(prospectDays: number): Readonly<Record<'days' | 'draftDays', number>> {
  return { days: prospectDays, draftDays: IDLE_DRAFT_DAYS };
}

export function renderPrivacyFacts(prospectDays: number, translate: Translate): Html {
  return renderFactList(
    [
      [translate('privacy.purpose'), html`${translate('prospect.privacyPurpose')}`],
      [translate('privacy.retention'), html`${translate('prospect.privacyRetention', privacyValues(prospectDays))}`],
    ],
    'facts facts-prose',
  );
}
