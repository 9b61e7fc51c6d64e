import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DOCUMENT_TYPES } from '../../modules/kyc/documents/index.ts';
import { contactUrl, httpsUrl } from '../../platform/markup/web-address.ts';
import { errorPageStatus } from './ended/render-error-page.ts';
import { renderLanding } from './landing/landing-page.ts';
import { sessionPathOf } from './session/session-address.ts';
import { renderReceipt } from './review/receipt-page.ts';
import { renderEveryState, SAMPLE_REF } from './view-states.test-support.ts';
import type { ErrorPageKind } from './ended/error-page-model.ts';
import type { PageContext } from '../shared/page-model.ts';
import type { ReceiptModel } from './review/review-model.ts';
import { LANGUAGES, type Language } from '../../modules/texts/index.ts';

const sessionPath = sessionPathOf(SAMPLE_REF);
const SIGN_OUT_URL = `/kyc/${SAMPLE_REF}/sign-out`;
const pageIn = (language: Language): PageContext => ({
  language,
  operatorName: 'NT24 Demo',
  abuseContact: 'abuse@nt24.example',
  imprintUrl: '/imprint',
  privacyUrl: sessionPath('privacy'),
});

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? match[0]);
const textOf = (page: string) => page.replaceAll(/<[^>]*>/g, ' ');

/** Tag and attribute names in order. Values cannot hide any: `<`, `>`, `"` and `=` in them are escaped. */
function skeleton(page: string): readonly string[] {
  return all(page, /<[^>]*>/g).map((tag) => tag.replaceAll(/="[^"]*"/g, '').replaceAll(/\s+/g, ' '));
}

/** Of the pages that have one; it works on what it finds in attributes. */
const OWN_SCRIPT = '<script src="/assets/portal.js" type="module"></script>';
const hostile = `"></title><img src=x onerror=alert(1)><script>alert(1)</script>' autofocus onfocus='x' {{seller}} $t(action.start) <!--`;
/** Members that hold one of our own fixed words, or that decide what is shown rather than appear themselves. */
const fixed = new Set([
  'type',
  'types',
  'closedFor',
  'documentsOf',
  'field',
  'kind',
  'code',
  'language',
  'requestedDocuments',
  'errors',
  'redirectUrl',
  'imprintUrl',
  'privacyUrl',
  'backUrl',
]);

function plant(words: string) {
  return function replace<Model>(model: Model): Model {
    const visit = (value: unknown, key: string): unknown => {
      if (fixed.has(key) || value instanceof Date) return value;
      if (typeof value === 'string') return words;
      if (Array.isArray(value)) return value.map((item) => visit(item, ''));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, visit(member, name)]));
    };
    return visit(model, '') as Model;
  };
}

for (const language of LANGUAGES) {
  describe(`views in ${language}`, () => {
    const states = renderEveryState(pageIn(language));

    it('never let words from elsewhere become markup', () => {
      const harmless = renderEveryState(pageIn(language), plant('harmless'));
      for (const [name, page] of Object.entries(renderEveryState(pageIn(language), plant(hostile)))) {
        assert.deepEqual(skeleton(page), skeleton(harmless[name] ?? ''), name);
      }
    });

    for (const [name, page] of Object.entries(states)) {
      it(`${name}: one language, title, main and h1, unique ids, every reference leads somewhere`, () => {
        assert.match(page, new RegExp(`^<!doctype html>\\s*<html lang="${language}">`));
        for (const tag of ['title', 'main', 'h1', 'header', 'footer']) {
          assert.equal(all(page, new RegExp(`<${tag}[ >]`, 'g')).length, 1, tag);
        }
        // What stands in a template is not part of the page until the script has put it there.
        const live = page.replaceAll(/<template[\s\S]*?<\/template>/g, '');
        const ids = all(live, /\sid="([^"]*)"/g);
        assert.equal(new Set(ids).size, ids.length);
        const references = [
          ...all(live, /\sfor="([^"]*)"/g),
          ...all(live, /\shref="#([^"]*)"/g),
          ...all(live, /\saria-(?:describedby|labelledby)="([^"]*)"/g).flatMap((value) => value.split(' ')),
        ];
        for (const reference of references) assert.ok(ids.includes(reference), reference);
        const fields = all(page, /<(?:textarea|select|input type="file")[^>]*\sid="([^"]*)"/g);
        for (const field of fields) assert.ok(page.includes(`for="${field}"`), field);
      });

      it(`${name}: no inline script or style, nothing from elsewhere, no text key or placeholder left`, () => {
        assert.doesNotMatch(page.replace(OWN_SCRIPT, ''), /<script|<style|\sstyle=|\son\w+=|<iframe|<object|<base/i);
        const loaded = all(page.replace(OWN_SCRIPT, ''), /<(?:link|img|source|script)[^>]*\s(?:href|src)="([^"]*)"/g);
        const [icon, styles, ...more] = loaded;
        assert.deepEqual([icon, styles], ['/assets/favicon.svg', '/assets/portal.css']);
        for (const url of more)
          assert.match(url, /^\/(?:assets\/brand\/[\w.-]+|kyc\/AbCdEfGhIjKl\/documents\/\w+\/(?:preview|copy))$/);
        for (const url of all(page, /\shref="([^"]*)"/g)) {
          assert.match(
            url,
            /^(?:[/?#]|mailto:(?:abuse@nt24|export-department@autohaus-krueger-und-soehne)\.example$|tel:\+493090182017$|mailto:\?subject=[\w.%!~*()-]+&amp;body=[\w.%!~*()-]+$|https:\/\/automarkt\.example\/orders\/4711$)/,
          );
        }
        assert.doesNotMatch(
          textOf(page),
          /\{\{|\b(?:landing|prospect|code|details|contact|company|documents|review|receipt|report|errorPage|documentType)\.\w|undefined|NaN/,
        );
      });
    }

    it('have a title of their own for every page and dead end, marked where something is wrong', () => {
      const titleOf = (name: string) => all(states[name] ?? '', /<title>([^<]*)<\/title>/g)[0] ?? '';
      const names = [
        'landing',
        'company',
        'companyRemarkTooLong',
        'documents',
        'documentsFull',
        'review',
        'reviewEmpty',
        'receipt',
        'privacy',
        'report',
        'reportDone',
        'expiredAskedTold',
        'signedOut',
      ];
      const titles = [...names, ...Object.keys(errorPageStatus).map((kind) => `errorPage:${kind}`)].map(titleOf);
      assert.equal(new Set(titles).size, titles.length);
      assert.ok(!titles.includes(''));
    });

    it('put a summary before everything else where something is wrong, and the focus there or at the card of a file', () => {
      for (const [name, page] of Object.entries(states)) {
        const isWrong =
          /Missing|Unreadable|NoticeChanged|RestoreLate|TooLong|Wrong|Full|Error|^documents:|reviewDisputed|reviewEmpty|reviewUnfinished/.test(
            name,
          );
        assert.equal(/<main[^>]*>\s*<div class="error-summary"/.test(page), isWrong, name);
        const place = name.startsWith('documents') ? 'field-error' : 'error-summary';
        const opensAt = new RegExp(`class="${place}"[^>]* role="alert" tabindex="-1" autofocus>`);
        assert.equal(opensAt.test(page), isWrong, name);
        assert.equal(
          /aria-invalid="true"/.test(page) ||
            /href="#(?:file-count|heading-|unfinished-|change-|privacy-notice)/.test(page),
          isWrong,
          name,
        );
      }
    });
  });
}

describe('forms', () => {
  const states = renderEveryState(pageIn('en'));
  const formsOf = (name: string) => all(states[name] ?? '', /<form[^>]*\saction="([^"]*)"/g);

  it('post to the addresses of the page and to nowhere else', () => {
    assert.deepEqual(formsOf('landing'), ['/i/AbC-dEf_123/start']);
    assert.deepEqual(formsOf('company'), [SIGN_OUT_URL, `/kyc/${SAMPLE_REF}/company`]);
    assert.deepEqual(formsOf('review'), [SIGN_OUT_URL, `/kyc/${SAMPLE_REF}/review`]);
    assert.deepEqual([formsOf('receipt'), formsOf('privacy')], [[SIGN_OUT_URL], [SIGN_OUT_URL]]);
    assert.deepEqual(formsOf('signedOut'), []);
    assert.deepEqual(formsOf('expiredCanAsk'), ['/i/AbC-dEf_123/ask']);
    assert.deepEqual([...formsOf('expiredAskedTold'), ...formsOf('reportDone')], []);
    assert.deepEqual(
      new Set(formsOf('documents')),
      new Set([
        SIGN_OUT_URL,
        ...[
          'documents',
          ...['f1', 'f2', 'f3'].map((id) => `documents/${id}/remove`),
          ...['VAT_CERTIFICATE', 'AML_DECLARATION'].map((type) => `documents/not-supplied/${type}`),
        ].map(sessionPath),
      ]),
    );
    for (const page of Object.values(states)) {
      for (const form of all(page, /<form[^>]*>/g)) assert.match(form, /\smethod="post"/);
    }
  });

  it('send the type before the file, as multipart', () => {
    for (const form of all(
      states.documents ?? '',
      /<form[^>]*action="\/kyc\/[^"/]+\/documents"[^>]*>[\s\S]*?<\/form>/g,
    )) {
      assert.match(form, /enctype="multipart\/form-data"/);
      assert.match(form, /name="type"[\s\S]*name="file"/);
    }
  });

  it('offer every document type once: as a card or in the list of other documents', () => {
    const offered = all(
      states.documents ?? '',
      /<(?:option|input type="(?:hidden|radio)" name="type") value="([A-Z_]+)"/g,
    );
    assert.deepEqual(offered.toSorted(), [...DOCUMENT_TYPES].toSorted());
  });

  it('take no more files when the draft is full, but let them be removed', () => {
    assert.deepEqual(
      formsOf('documentsFull').filter((action) => !/\/remove$|\/not-supplied\//.test(action)),
      [SIGN_OUT_URL],
    );
    assert.equal(formsOf('documentsFull').filter((action) => action.endsWith('/remove')).length, 20);
  });

  it('keep what was entered, line breaks included', () => {
    assert.match(
      states.companyRemarkTooLong ?? '',
      /<textarea[^>]*>\nThe house number is 1286\.\nThe rest is right\.<\/textarea/,
    );
    assert.match(states.companyRemarkTooLong ?? '', /name="vatNumber"\s+value="PT501964844"/);
    assert.match(states.companyRemarkTooLong ?? '', /Until now:\s+<bdi>PT509442013<\/bdi>/);
    assert.doesNotMatch(states.company ?? '', /Until now:/);
  });

  it('put nothing into the address of a form but one segment', () => {
    const request = {
      seller: { name: 'S', country: 'DE' },
      companyName: 'C',
      companyCountry: 'IE',
      expiresAt: new Date('2026-12-22T17:05:00Z'),
    };
    const model = { request, token: '../x?y#z"', url: 'https://x.example', requestedDocuments: [], isResumed: false };
    const page = renderLanding(model, pageIn('en'));
    assert.deepEqual(all(page, /<form[^>]*\saction="([^"]*)"/g), ['/i/..%2Fx%3Fy%23z%22/start']);
  });
});

describe('what is wrong with the declaration', () => {
  it('shortens what is to be confirmed between two words', () => {
    const page = renderEveryState(pageIn('en')).declarationWrong ?? '';
    const shortened = all(page, /“([^“…]+)…/g);
    assert.ok(shortened.length > 0);
    for (const start of shortened) assert.ok(page.includes(`<span>${start} `), start);
  });
});

describe('dead ends', () => {
  const states = renderEveryState(pageIn('en'));

  it('name nobody unless told to, and offer no form', () => {
    for (const kind of Object.keys(errorPageStatus) as ErrorPageKind[]) {
      const page = states[`errorPage:${kind}`] ?? '';
      assert.doesNotMatch(page, /Krüger|Garagem|<form/);
    }
    assert.match(states['errorPage:revoked:named'] ?? '', /Krüger/);
  });
});

describe('addresses from elsewhere', () => {
  const receipt = (redirectUrl: string): ReceiptModel => ({
    request: {
      seller: { name: 'S', country: 'DE' },
      companyName: 'C',
      companyCountry: 'IE',
      expiresAt: new Date('2026-12-22T17:05:00Z'),
    },
    reference: 'r',
    vatNumber: 'PT509442013',
    privacyNoticeVersion: '2026-11',
    submittedAt: new Date('2026-11-24T09:12:00Z'),
    answer: { isCorrect: true },
    files: [],
    redirectUrl,
  });
  const refused = [
    'javascript:alert(1)',
    'http://a.example/',
    'data:text/html,x',
    '//a.example',
    '/relative',
    'https://u:p@a.example/',
    'no address',
    '',
  ];
  for (const url of refused) {
    it(`refuse ${JSON.stringify(url)}`, () => {
      assert.equal(httpsUrl(url), undefined);
      assert.doesNotMatch(renderReceipt(receipt(url), { ...pageIn('en'), sessionPath, country: 'IE' }), /noreferrer"/);
    });
  }

  it('say where the button leads', () => {
    const page = renderReceipt(receipt('https://shop.example/x?a=1&b="2"'), {
      ...pageIn('en'),
      sessionPath,
      country: 'IE',
    });
    assert.match(
      page,
      /href="https:\/\/shop\.example\/x\?a&#61;1&#38;b&#61;%222%22" rel="noopener noreferrer"\s*>\s*Go on to shop\.example/,
    );
  });

  it('read a contact as mail or https, else not at all', () => {
    assert.equal(contactUrl('abuse@nt24.example'), 'mailto:abuse@nt24.example');
    assert.equal(contactUrl('https://nt24.example/abuse'), 'https://nt24.example/abuse');
    assert.equal(contactUrl('javascript:alert(1)@x'), undefined);
    assert.equal(contactUrl('call us'), undefined);
  });
});
