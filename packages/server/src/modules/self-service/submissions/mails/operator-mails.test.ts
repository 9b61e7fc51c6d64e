import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RenderedContent } from '../../../delivery/mail/index.ts';
import { renderAbuseReportMail } from './abuse-report-mail.ts';
import { renderNewLinkRequestMail } from './new-link-request-mail.ts';

const at = new Date('2026-12-22T17:05:00Z');
const hostile = `Evil\r\nBcc: all@victim.example\u2028\u202E <b>x</b> <img src=x onerror=alert(1)>`;
const LINK = 'https://kyc.example.com/r/TOKEN';
const ids = { sellerId: 'seller-1', buyerId: 'buyer-1', invitationId: 'invitation-1' };
const path = '/v1/partners/seller-1/buyers/buyer-1/kyc/self-service-invitations/invitation-1';

function renderBoth(name: string, words: string): Readonly<Record<string, RenderedContent>> {
  const common = { ...ids, sellerName: name, companyName: name, operatorName: name };
  return {
    request: renderNewLinkRequestMail({ ...common, label: name, expiredAt: at, askedAt: at, link: LINK }),
    report: renderAbuseReportMail({
      ...common,
      organizationName: name,
      organizationSlug: 'dealer-net',
      invitationStatus: 'ACTIVE',
      reason: 'TOO_MANY_MAILS',
      words,
    }),
  };
}

const skeleton = (html: string) => [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/="[^"]*"/g, ''));

describe('mails about an invitation to those who run things', () => {
  it('name the call to make, and hold no picture or address but that of the page that sends a new link', () => {
    const { request, report } = renderBoth('Krüger & Söhne', 'Stop this.');
    assert.ok(request?.text.includes(`POST ${path}/resend`));
    assert.ok(report?.text.includes(`POST ${path}/revoke`));
    assert.ok(report?.text.includes('organizations disable --slug dealer-net'));
    assert.ok(report?.text.includes('Reason: I get too many mails'));
    for (const mail of [request, report]) assert.doesNotMatch(mail?.html ?? '', /<img|url\(/);
    const linksIn = (mail: RenderedContent | undefined) =>
      new Set([...(mail?.html ?? '').matchAll(/href="([^"]*)"/g)].map(([, url]) => url));
    assert.deepEqual([linksIn(request), linksIn(report)], [new Set([LINK]), new Set()]);
    assert.ok(request?.text.includes(LINK));
  });

  it('never let words from elsewhere become markup, a header or a line of their own', () => {
    const harmless = renderBoth('x', 'a\na');
    for (const [kind, mail] of Object.entries(renderBoth(hostile, 'Hello <script>alert(1)</script>\r\n-- '))) {
      assert.deepEqual(skeleton(mail.html), skeleton(harmless[kind]?.html ?? ''), kind);
      assert.doesNotMatch(mail.subject, /[\p{Cc}\u2028\u202E]/u);
      assert.ok([...mail.subject].length <= 180);
      assert.ok(!mail.text.split('\n').some((line) => line.startsWith('Bcc:')));
      assert.equal(mail.text.split('\n').filter((line) => line === '-- ').length, 1, kind);
    }
  });

  it('leave the quotation away where nothing was written', () => {
    assert.doesNotMatch(renderBoth('x', '  \n ')['report']?.text ?? '', /^>|own words|visitor’s words/m);
  });
});
