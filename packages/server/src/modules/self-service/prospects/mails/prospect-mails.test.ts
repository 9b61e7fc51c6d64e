import assert from 'node:assert/strict';
import { it } from 'node:test';
import { instantOf } from '../../../../platform/clock.ts';
import { defaultColors, type RenderedContent } from '../../../delivery/mail/index.ts';
import { type Language, LANGUAGES, type TextKey, translatorFor } from '../../../texts/index.ts';
import { renderCodeMail } from '../visitors/code-mail.ts';
import { renderProspectReceiptMail } from '../visitors/prospect-receipt-mail.ts';
import { renderDeclinedMail } from './declined-mail.ts';
import { renderEndingMail } from './ending-mail.ts';

const HOSTILE = 'Evil\r\nBcc: all@victim.example\u2028 <b>"x"</b> {{date}} <img src=x onerror=alert(1)>';
const at = instantOf('2026-12-31');

interface Sample {
  readonly heading: TextKey;
  /** What it has to say beside its own words. */
  readonly says: readonly RegExp[];
  render(language: Language, name: string): RenderedContent;
}

const modelOf = (language: Language, name: string) => ({
  language,
  seller: { name, country: 'DE' },
  companyName: name,
  companyCountry: 'PT',
  operator: { name, abuseContact: name },
  brand: { name, colors: defaultColors },
});

const MAILS: Readonly<Record<string, Sample>> = {
  code: {
    heading: 'mail.prospectCode.heading',
    says: [/\b042137\b/, /\b10\b/],
    render: (language, name) => renderCodeMail({ ...modelOf(language, name), code: '042137' }),
  },
  receipt: {
    heading: 'mail.prospectReceipt.heading',
    says: [/7K3F9-QXM2T/, /2026/],
    render: (language, name) =>
      renderProspectReceiptMail({
        ...modelOf(language, name),
        reference: '7K3F9-QXM2T',
        submittedAt: at,
        files: [{ type: 'COC_EXTRACT', fileName: name }],
        notSupplied: [{ type: 'VAT_CERTIFICATE' }],
      }),
  },
  declined: {
    heading: 'mail.prospectDeclined.heading',
    says: [/31/, /2026/],
    render: (language, name) => renderDeclinedMail({ ...modelOf(language, name), submittedAt: at }),
  },
  ending: {
    heading: 'mail.prospectsEnding.heading',
    says: [/31/, /2026/, /: 3\b/],
    render: (language, name) =>
      renderEndingMail({ language, operatorName: name, sellerName: name, days: [{ day: '2026-12-31', count: 3 }] }),
  },
};

for (const language of LANGUAGES)
  for (const [mail, { heading, says, render }] of Object.entries(MAILS))
    it(`the mail ${mail}, in ${language}, says what it has to say, and lets no name become markup or a line of its own`, () => {
      const { subject, text, html } = render(language, 'Krüger & Söhne');
      assert.match(subject, /Krüger & Söhne/);
      assert.doesNotMatch(subject, /042137/, 'subjects are logged by others');
      assert.ok(text.includes(translatorFor(language)(heading)));
      for (const words of says) assert.match(text, words);
      assert.doesNotMatch(text + html, /\{\{|undefined|\bmail\.\w/);
      const hostile = render(language, HOSTILE);
      const tagsOf = (markup: string) =>
        [...markup.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/="[^"]*"/g, ''));
      assert.deepEqual(tagsOf(hostile.html), tagsOf(html));
      assert.ok(!hostile.text.split('\n').some((line) => line.startsWith('Bcc:')));
      assert.doesNotMatch(hostile.subject, /[\r\n\u2028]/);
    });
