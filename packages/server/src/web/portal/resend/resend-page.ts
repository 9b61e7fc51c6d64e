import { formatInstant } from '../../../modules/texts/index.ts';
import { html, nothing, type Html } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import { renderLayout } from '../../shared/layout.ts';
import type { PageContext } from '../../shared/page-model.ts';
import type { ResendEnd, ResendRequest } from './resend-model.ts';

/** In English, as the mail that leads here and the API are: an organization has no language of its own. */
export const RESEND_LANGUAGE = 'en';

interface End {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  readonly next: string;
}

const NOTHING_SENT = 'Nothing was sent, and nothing has changed.';
const ASK_OPERATOR = 'If you expected something else, ask whoever connected your organization’s system.';

/** Each says what happened and what to do next, and names nobody. */
export const resendEnds = {
  sent: {
    status: 200,
    title: 'A new link has been sent',
    text: 'A mail with a link that works is on its way to the buyer, or has reached him.',
    next: 'You need not do anything else. However often the button is pressed, the buyer gets one mail.',
  },
  used: {
    status: 410,
    title: 'The documents have come meanwhile',
    text: `The buyer has sent what he was asked for, so no new link is needed. ${NOTHING_SENT}`,
    next: 'You need not do anything.',
  },
  revoked: {
    status: 410,
    title: 'The request was withdrawn',
    text: `It has been ended for good, and cannot be sent again. ${NOTHING_SENT}`,
    next: 'If the documents are needed after all, make a new request in the system that made this one.',
  },
  blocked: {
    status: 409,
    title: 'The request is at rest',
    text: `The buyer is blocked, or your organization may not act for the seller at present. ${NOTHING_SENT}`,
    next: 'Once that is settled, open the mail again: its link is good for 7 days.',
  },
  overtaken: {
    status: 410,
    title: 'There is a newer mail',
    text: `The buyer has asked for a new link once more since. ${NOTHING_SENT}`,
    next: 'Open the newest mail about this request, and send the link from there.',
  },
  tooOld: {
    status: 410,
    title: 'This link is too old',
    text: `The link in the mail was good for 7 days. ${NOTHING_SENT}`,
    next: 'Resend the request in the system that made it. Or let the buyer ask once more: you will get a new mail.',
  },
  unknown: {
    status: 404,
    title: 'We do not know this link',
    text: 'The address may be incomplete, as when a mail program broke the line.',
    next: 'Open the link in the mail once more, or copy all of it.',
  },
  tooEarly: {
    status: 429,
    title: 'Not just yet',
    text: `The buyer has got mail a moment ago, and only so many may go to one address. ${NOTHING_SENT}`,
    next: 'Open the link in the mail again in some minutes.',
  },
  refused: {
    status: 409,
    title: 'The link cannot be sent',
    text: `There is another open request to the same company and address, or this one cannot be sent as it stands. ${NOTHING_SENT}`,
    next: ASK_OPERATOR,
  },
} as const satisfies Record<ResendEnd, End>;

/** GET /r/{token}: which request it is and what its button will do. Looking changes nothing. */
export function renderResend(request: ResendRequest, page: PageContext): Html {
  const title = 'Send a new link?';
  const main = html`<div class="card dead-end">
    <h1>${title}</h1>
    <p class="lead">A buyer’s link has expired, and somebody who has it asked for a new one.</p>
    <dl class="facts facts-short">
      !${renderFact('Seller', request.sellerName)} !${renderFact('Company', request.companyName)}
      !${request.label === undefined ? nothing : renderFact('Your label', request.label)}
      !${renderFact('Expired on', request.expiredAt)} !${renderFact('Asked on', request.askedAt)}
      !${renderFact('The mail goes to', request.maskedRecipient)}
    </dl>
    <p>
      The buyer gets a mail with a new link and has 30 days again. The old link stays closed. If the address is wrong,
      do not press the button: have it corrected in the system that made the request.
    </p>
    <form method="post" action="${request.action}">
      <button class="button" type="submit">Send a new link</button>
    </form>
  </div>`;
  return renderLayout({ title, main }, page);
}

function renderFact(term: string, fact: string | Date): Html {
  const shown =
    typeof fact === 'string'
      ? html`<bdi>${fact}</bdi>`
      : html`<time datetime="${fact.toISOString()}">${formatInstant(fact, RESEND_LANGUAGE)}</time>`;
  return html`<div>
    <dt>${term}</dt>
    <dd>!${shown}</dd>
  </div>`;
}

export function renderResendEnd(end: ResendEnd, page: PageContext): Html {
  const { title, text, next } = resendEnds[end];
  const main = html`<div class="card dead-end">
    <span class="dead-end-mark">!${end === 'sent' || end === 'used' ? icons.check : icons.alert}</span>
    <h1>${title}</h1>
    <p class="lead">${text}</p>
    <h2>What to do now</h2>
    <p>${next}</p>
  </div>`;
  return renderLayout({ title, main }, page);
}
