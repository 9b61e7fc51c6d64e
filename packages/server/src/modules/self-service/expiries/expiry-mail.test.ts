import assert from 'node:assert/strict';
import { it } from 'node:test';
import { LANGUAGES, translatorFor } from '../../texts/index.ts';
import { renderExpiryMail } from './expiry-mail.ts';

const HOSTILE = 'Evil\r\nBcc: all@victim.example\u2028 <b>"x"</b> {{date}} <img src=x onerror=alert(1)>';

function render(language: (typeof LANGUAGES)[number], name: string) {
  const document = { company_name: name, type: 'CONTACT_PASSPORT', expires_on: '2026-12-31' } as const;
  return renderExpiryMail({ language, operatorName: name, sellerName: name, documents: [document, document] });
}

for (const language of LANGUAGES)
  it(`the mail about documents that expire, in ${language}, says whose and when, and lets no name become markup or a line of its own`, () => {
    const { subject, text, html } = render(language, 'Krüger & Söhne');
    assert.match(subject, /^Krüger & Söhne\u00a0?: ./);
    assert.ok(text.includes(translatorFor(language)('mail.expiry.heading')));
    assert.equal(text.split(translatorFor(language)('documentType.CONTACT_PASSPORT')).length, 3);
    assert.match(text, /31/);
    assert.match(text, /2026/);
    assert.doesNotMatch(text + html, /\{\{|undefined|\bmail\.\w|href=/);
    const hostile = render(language, HOSTILE);
    const tagsOf = (markup: string) => [...markup.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/="[^"]*"/g, ''));
    assert.deepEqual(tagsOf(hostile.html), tagsOf(html));
    assert.ok(!hostile.text.split('\n').some((line) => line.startsWith('Bcc:')));
  });
