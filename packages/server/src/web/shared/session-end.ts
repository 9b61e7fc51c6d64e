import { translatorFor } from '../../modules/texts/index.ts';
import { html, nothing } from '../../platform/markup/html.ts';
import type { Html } from '../../platform/markup/html.ts';
import { icons } from './icons.ts';
import type { PageContext } from './page-model.ts';

/** The page's script warns so long before (packages/portal/src/session-end.ts). */
const WARNING_MINUTES = 5;

/** That the session ends when nothing is done; what is hidden is shown by the page's script when its time has come. */
export function renderSessionEnd({ sessionEnd, language }: PageContext): Html {
  if (!sessionEnd) return nothing;
  const translate = translatorFor(language);
  const { stayUrl, endsInSeconds, idleMinutes, isPublished = false } = sessionEnd;
  return html`<div class="session-end no-print" data-session-end data-stay="${stayUrl}" data-ends-in="${endsInSeconds}">
    <p class="session-idle" data-session-idle>
      ${translate(isPublished ? 'prospect.idle' : 'session.idle', { minutes: idleMinutes })}
    </p>
    <div class="warning" data-session-closing hidden>
      !${icons.alert}
      <p>${translate('session.closing', { minutes: WARNING_MINUTES })}</p>
      <button class="button button-secondary" type="button">${translate('session.stay')}</button>
    </div>
    <div class="warning" data-session-over role="alert" tabindex="-1" hidden>
      !${icons.alert}
      <p>${translate(isPublished ? 'prospect.over' : 'session.over')}</p>
    </div>
  </div>`;
}
