import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultColors, type RenderedContent } from '../../../delivery/mail/index.ts';
import { brandColors } from '../../../parties/brand/index.ts';
import { formatInstant, type Language, LANGUAGES, translatorFor } from '../../../texts/index.ts';
import { renderInvitationMail } from '../../invitations/mails/invitation-mail.ts';
import { renderReminderMail } from '../../invitations/mails/reminder-mail.ts';
import { renderRejectionMail } from '../../rejections/rejection-mail.ts';
import { renderReceiptMail } from './receipt-mail.ts';

const link = 'https://kyc.nt24.example/i/AbC-dEf_123';
const at = new Date('2026-12-22T17:05:00Z');
const hostileName = `Evil\r\nBcc: all@victim.example\u2028\u202E <b>"x"</b> {{company}} <img src=x onerror=alert(1)>`;
const hostileMessage =
  'Hello <script>alert(1)</script>\r\n-- \nOpen https://evil.example\n\n<a href="https://evil.example">here</a>';

interface Words {
  readonly name: string;
  readonly message: string;
}

function renderAll(language: Language, { name, message }: Words): Readonly<Record<string, RenderedContent>> {
  const common = {
    language,
    seller: { name, country: 'DE' },
    organizationName: name,
    companyName: name,
    companyCountry: 'GR',
    operator: { name, abuseContact: 'abuse@nt24.example' },
    brand: { name, colors: defaultColors },
  };
  const documents = ['COC_EXTRACT', 'VAT_CERTIFICATE'] as const;
  return {
    invitation: renderInvitationMail({ ...common, link, expiresAt: at, message, documents }),
    reminder: renderReminderMail({ ...common, link, expiresAt: at, documents }),
    rejection: renderRejectionMail({ ...common, link, expiresAt: at, documents: ['COC_EXTRACT'], reason: message }),
    receipt: renderReceiptMail({
      ...common,
      reference: 'ref-1',
      submittedAt: at,
      isCompanyCorrect: false,
      remark: message,
      files: [{ type: 'COC_EXTRACT', fileName: name }],
      notSupplied: [{ type: 'VAT_CERTIFICATE' }],
    }),
  };
}

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? match[0]);
const skeleton = (html: string) => all(html, /<[^>]*>/g).map((tag) => tag.replaceAll(/="[^"]*"/g, ''));
const wordsOf = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

function visibleText(html: string): string {
  const shown = html.replaceAll(/<(style|title)[\s\S]*?<\/\1>/g, ' ').replaceAll(/<[^>]*>/g, ' ');
  return wordsOf(shown.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))));
}

for (const language of LANGUAGES) {
  describe(`mails in ${language}`, () => {
    const plain = renderAll(language, { name: 'Krüger & Söhne', message: 'Dear Ana,\nthank you.' });
    const hostile = renderAll(language, { name: hostileName, message: hostileMessage });

    for (const [kind, mail] of Object.entries(hostile)) {
      it(`${kind}: names and messages never become markup`, () => {
        const harmless = renderAll(language, { name: 'x', message: 'a\na\na\n\na' })[kind];
        assert.deepEqual(skeleton(mail.html), skeleton(harmless?.html ?? ''));
      });

      it(`${kind}: the subject is one short line`, () => {
        assert.doesNotMatch(mail.subject, /[\p{Cc}\u2028\u2029\u202E]/u);
        assert.ok([...mail.subject].length <= 180);
        const endless = renderAll(language, { name: 'Ü😀'.repeat(500), message: '' })[kind];
        assert.ok([...(endless?.subject ?? '')].length <= 180);
        assert.ok(endless?.subject.isWellFormed());
      });

      it(`${kind}: a name cannot start a line of the text, a message is quoted line by line`, () => {
        const lines = mail.text.split('\n');
        assert.ok(!lines.some((line) => line.startsWith('Bcc:') || line.startsWith('Open https://evil')));
        assert.equal(lines.filter((line) => line === '-- ').length, 1);
        assert.doesNotMatch(mail.text, /\r|\u2028/);
      });
    }

    for (const [kind, mail] of Object.entries(plain)) {
      it(`${kind}: states the language, loads nothing, links only to the page and to where misuse is reported`, () => {
        assert.match(mail.html, new RegExp(`^<!doctype html>\\s*<html lang="${language}">`));
        assert.doesNotMatch(mail.html, /<(?:img|script|link|iframe|object|form)|\ssrc=|url\(|@import/);
        const expected = kind === 'receipt' ? ['mailto:abuse@nt24.example'] : [link, link, `${link}/report`];
        assert.deepEqual(all(mail.html, /\shref="([^"]*)"/g), expected);
      });

      it(`${kind}: the plain text says everything that the HTML says`, () => {
        const text = wordsOf(mail.text.replaceAll(/^(?:> ?|- )/gm, ''));
        const missing = visibleText(mail.html)
          .split(' ')
          .filter((word) => word !== '' && !text.includes(word.replace(/:$/, '')));
        const onlyForButtons = new Set(wordsOf(translatorFor(language)('mail.linkHint')).split(' '));
        assert.deepEqual(
          missing.filter((word) => !onlyForButtons.has(word)),
          [],
        );
        assert.doesNotMatch(mail.text, /\{\{|undefined|\bmail\.\w/);
      });
    }

    it('give the link once as text on a line of its own, and how long it works', () => {
      for (const kind of ['invitation', 'reminder', 'rejection']) {
        const lines = plain[kind]?.text.split('\n') ?? [];
        assert.equal(lines.filter((line) => line === link).length, 1);
        assert.ok(lines.some((line) => line.includes(formatInstant(at, language, 'GR'))));
      }
      assert.ok(!plain.receipt?.text.includes('/i/'));
    });

    it('name who asks once before the button, and say how much it is', () => {
      const t = translatorFor(language);
      for (const [kind, count] of Object.entries({ invitation: 2, reminder: 2, rejection: 1 })) {
        const before = (plain[kind]?.text ?? '').split(link)[0] ?? '';
        assert.equal(before.split('Söhne').length, 2, before);
        assert.ok(before.includes(`${t('landing.effort')}, ${t('landing.documentCount', { count })}`));
        const shown = (plain[kind]?.html ?? '').replace(/<title>.*<\/title>/, '').split(`href="${link}"`)[0] ?? '';
        assert.equal(shown.split('Söhne').length, 2, shown);
      }
    });

    it('keep the line breaks of the message', () => {
      assert.match(plain.invitation?.text ?? '', /^> Dear Ana,\n> thank you\.$/m);
      assert.match(plain.invitation?.html ?? '', /Dear Ana,<br \/>thank you\./);
    });
  });
}

describe('a branded mail', () => {
  const pages = { imprintUrl: 'https://nt24.example/imprint', privacyUrl: 'https://nt24.example/privacy' };
  const mail = renderInvitationMail({
    language: 'en',
    seller: { name: 'Seller', country: 'DE' },
    companyName: 'Company',
    companyCountry: 'PT',
    operator: { name: 'Operator', abuseContact: 'abuse@nt24.example', ...pages },
    brand: {
      name: 'Trade “Name” & Co',
      colors: brandColors('#1f6fb5'),
      logo: { contentId: 'logo', width: 480, height: 60 },
    },
    link,
    expiresAt: at,
    documents: [],
  });

  it('shows name, logo and colour, and takes the logo from itself', () => {
    assert.deepEqual(all(mail.html, /<img[^>]*\ssrc="([^"]*)"/g), ['cid:logo']);
    assert.match(mail.html, /alt="Trade “Name” &#38; Co"\s+width="240"\s+height="30"/);
    assert.match(mail.html, /bgcolor="#1f6fb5"/);
    assert.doesNotMatch(mail.html, /0f4c81/);
    assert.match(mail.text, /^Trade “Name” & Co$/m);
  });

  it('leads to the imprint and the privacy notice of the operator, in both forms', () => {
    for (const url of Object.values(pages)) {
      assert.ok(mail.text.includes(url));
      assert.ok(mail.html.includes(`href="${url}"`));
    }
  });
});

describe('a mail without a brand', () => {
  it('is coloured as a brand of its blue would be', () => {
    const { control, onControl, light, dark } = brandColors(defaultColors.control);
    const tones = ({ accent, soft }: typeof light) => ({ accent, soft });
    assert.deepEqual(defaultColors, { control, onControl, light: tones(light), dark: tones(dark) });
  });
});
