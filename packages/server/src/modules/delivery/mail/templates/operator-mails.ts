import { formatInstant } from '../../../texts/index.ts';
import type { MailBlock, MailContent, MailFact } from './mail-blocks.ts';
import { defaultColors } from './mail-brand.ts';
import type {
  AbuseReportMailModel,
  EndpointPausedMailModel,
  NewLinkRequestMailModel,
  OperatorMailModel,
  RenderedMail,
} from './mail-models.ts';
import { oneLine } from './one-line.ts';
import { plainLines } from './plain-lines.ts';
import { renderMailHtml } from './render-mail-html.ts';
import { renderMailText } from './render-mail-text.ts';

/** Mails to those who run things: in English, as the API and its documentation are. None of them holds a link's token. */
const LANGUAGE = 'en';
const nameInSubjectMaxLength = 60;

const REASONS = {
  UNKNOWN_COMPANY: 'I do not know this company',
  LOOKS_LIKE_FRAUD: 'The request looks like fraud',
  TOO_MANY_MAILS: 'I get too many mails',
  OTHER: 'Something else',
} as const satisfies Record<AbuseReportMailModel['reason'], string>;

/** To the organization's contact: somebody with an expired link asked for a new one (contract section 3.6). */
export function renderNewLinkRequestMail(model: NewLinkRequestMailModel): RenderedMail {
  const company = oneLine(model.companyName, nameInSubjectMaxLength);
  const seller = oneLine(model.sellerName, nameInSubjectMaxLength);
  return render(model, {
    subject: `New link asked for: ${company} for ${seller}`,
    heading: 'A buyer asks for a new link',
    blocks: [
      {
        kind: 'paragraph',
        text: 'The link to a request for company documents has expired. Somebody who has it pressed “Ask for a new link”. Nothing has been changed by that.',
      },
      {
        kind: 'facts',
        rows: [
          ...factsOf(model),
          ...(model.label === undefined ? [] : [{ term: 'Your label', fact: oneLine(model.label) }]),
          { term: 'Expired on', fact: formatInstant(model.expiredAt, LANGUAGE) },
          { term: 'Asked on', fact: formatInstant(model.askedAt, LANGUAGE) },
        ],
      },
      {
        kind: 'paragraph',
        text: `If the company should go on, resend the invitation by the API: POST ${callOf(model, 'resend')}. It becomes active again, and the link goes to the address that the invitation has. If the address is wrong, give the right one as recipientEmail in the same call.`,
      },
      {
        kind: 'paragraph',
        text: 'If it should not go on, you need not do anything. You get this mail at most once a day for each invitation.',
      },
    ],
  });
}

/** To the operator: a visitor's report, with his own words as a quotation. */
export function renderAbuseReportMail(model: AbuseReportMailModel): RenderedMail {
  const words = model.words.trim();
  const quote: MailBlock = { kind: 'quote', heading: 'In the visitor’s words, not checked:', text: plainLines(words) };
  return render(model, {
    subject: `Misuse reported: ${oneLine(model.sellerName, nameInSubjectMaxLength)}`,
    heading: 'A visitor reports misuse of an invitation',
    blocks: [
      {
        kind: 'paragraph',
        text: 'Somebody who has the link of this invitation pressed “Report misuse” and sent the form.',
      },
      {
        kind: 'facts',
        rows: [
          { term: 'Reason', fact: REASONS[model.reason] },
          ...factsOf(model),
          { term: 'Organization', fact: `${oneLine(model.organizationName)} (${model.organizationSlug})` },
          { term: 'State of the invitation', fact: model.invitationStatus },
        ],
      },
      ...(words === '' ? [] : [quote]),
      {
        kind: 'paragraph',
        text: `The report has locked nothing: the invitation works as before. To end it, have it revoked: POST ${callOf(model, 'revoke')}. To stop the whole organization: npm run ops -- organizations disable --slug ${model.organizationSlug}`,
      },
      {
        kind: 'paragraph',
        text: 'Further reports about the same invitation within a day are not sent to you.',
      },
    ],
  });
}

/** To the organization's contact: a webhook endpoint of it has been paused (contract section 6). */
export function renderEndpointPausedMail(model: EndpointPausedMailModel): RenderedMail {
  const { endpointId, failingSince } = model;
  const host = oneLine(model.host, nameInSubjectMaxLength);
  return render(model, {
    subject: `Webhook endpoint paused: ${host}`,
    heading: 'A webhook endpoint has been paused',
    blocks: [
      {
        kind: 'paragraph',
        text: 'Calls to this endpoint of yours keep failing, so none are made any more for now. Nothing is lost: its events are held for 30 days.',
      },
      {
        kind: 'facts',
        rows: [
          { term: 'Organization', fact: oneLine(model.organizationName) },
          { term: 'Endpoint', fact: endpointId },
          { term: 'Host', fact: host },
          { term: 'Failed calls in a row', fact: String(model.failures) },
          ...(failingSince ? [{ term: 'Failing since', fact: formatInstant(failingSince, LANGUAGE) }] : []),
          { term: 'Paused on', fact: formatInstant(model.pausedAt, LANGUAGE) },
        ],
      },
      {
        kind: 'paragraph',
        text: `What each call came back with is in its deliveries: GET /v1/webhooks/${endpointId}/deliveries. When the endpoint works again, resume it: PATCH /v1/webhooks/${endpointId} with the status ACTIVE. The held events then go out in their order.`,
      },
    ],
  });
}

function render(
  { operatorName }: Pick<OperatorMailModel, 'operatorName'>,
  { subject, heading, blocks }: Pick<MailContent, 'subject' | 'heading' | 'blocks'>,
): RenderedMail {
  const content: MailContent = {
    language: LANGUAGE,
    subject,
    heading,
    greeting: 'Good day,',
    blocks,
    footerLinks: [],
    brand: { name: oneLine(operatorName), colors: defaultColors },
    footer: `This mail was sent by ${oneLine(operatorName)} and contains no tracking.`,
  };
  return { subject, text: renderMailText(content), html: renderMailHtml(content) };
}

function factsOf(model: OperatorMailModel): readonly MailFact[] {
  return [
    { term: 'Seller', fact: oneLine(model.sellerName) },
    { term: 'Company', fact: oneLine(model.companyName) },
    { term: 'Seller’s UUID', fact: model.sellerId },
    { term: 'Buyer’s UUID', fact: model.buyerId },
    { term: 'Invitation’s UUID', fact: model.invitationId },
  ];
}

function callOf({ sellerId, buyerId, invitationId }: OperatorMailModel, verb: 'resend' | 'revoke'): string {
  return `/v1/partners/${sellerId}/buyers/${buyerId}/kyc/self-service-invitations/${invitationId}/${verb}`;
}
