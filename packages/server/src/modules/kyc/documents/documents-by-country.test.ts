import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { DOCUMENTS_BY_COUNTRY, localDocument } from './documents-by-country.ts';
import type { DocumentType } from './document-types.ts';
import type { LocalDocument } from './local-document.ts';

const EU = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

/** Of the registers themselves, looked at by hand. */
const OFFICIAL_HOSTS = [
  'justizonline.gv.at',
  'kbopub.economie.fgov.be',
  'www.companies.gov.cy',
  'or.justice.cz',
  'www.handelsregister.de',
  'datacvr.virk.dk',
  'www.rik.ee',
  'www.registradores.org',
  'www.prh.fi',
  'www.infogreffe.fr',
  'www.businessportal.gr',
  'sudreg.pravosudje.hr',
  'ceginformaciosszolgalat.kormany.hu',
  'cro.ie',
  'www.registrucentras.lt',
  'info.ur.gov.lv',
  'mbr.mt',
  'www.kvk.nl',
  'ekrs.ms.gov.pl',
  'www.onrc.ro',
  'www.bolagsverket.se',
  'www.ajpes.si',
  'www.orsr.sk',
  'www.bmf.gv.at',
  'www.transparenzregister.de',
  'www.podatki.gov.pl',
  'rcbe.justica.gov.pt',
  'www.fina.hr',
  'www.lbr.lu',
  'www.mjusticia.gob.es',
];

/** What a company has to get from an authority. */
const FROM_AUTHORITIES: DocumentType[] = ['COC_EXTRACT', 'VAT_CERTIFICATE'];

/** What a person of any country of the EU has; an identity card is the exception of Denmark. */
const OF_EVERY_COUNTRY: DocumentType[] = [...FROM_AUTHORITIES, 'CONTACT_PASSPORT', 'CONTACT_DRIVING_LICENCE'];

const documents = Object.values(DOCUMENTS_BY_COUNTRY).flatMap((countries): LocalDocument[] => Object.values(countries));

describe('the names of documents by country', () => {
  it('tell what every country of the EU has', () => {
    for (const type of OF_EVERY_COUNTRY) assert.deepEqual(countriesOf(type), EU, type);
    assert.deepEqual(
      countriesOf('CONTACT_ID_CARD'),
      EU.filter((country) => country !== 'DK'),
    );
  });

  it('tell where one gets what an authority issues', () => {
    for (const type of FROM_AUTHORITIES)
      for (const country of EU) assert.ok(localDocument(country, type)?.authorities.length, `${type} of ${country}`);
  });

  it('are unknown for other countries and types, whatever the code', () => {
    for (const country of ['US', '', 'constructor', '__proto__']) {
      assert.equal(localDocument(country, 'COC_EXTRACT'), undefined, country);
    }
    assert.equal(localDocument('DE', 'BANK_STATEMENT'), undefined);
    assert.equal(localDocument('DK', 'CONTACT_ID_CARD'), undefined);
  });

  it('are of countries of the EU', () => {
    for (const countries of Object.values(DOCUMENTS_BY_COUNTRY))
      assert.deepEqual(
        Object.keys(countries).filter((country) => !EU.includes(country)),
        [],
      );
  });

  it('are filled and have a language that exists', () => {
    for (const { names, authorities } of documents) {
      assert.ok(names.length > 0);
      for (const { text, language } of [...names, ...authorities]) {
        assert.equal(text, text.trim());
        assert.notEqual(text, '');
        assert.notEqual(new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(language), undefined);
      }
    }
  });

  it('lead to official registers only, over HTTPS', () => {
    const hosts = documents.flatMap(({ url }) => {
      if (url === undefined) return [];
      const { protocol, host, href, pathname } = new URL(url);
      assert.deepEqual({ protocol, href, pathname }, { protocol: 'https:', href: url, pathname: '/' });
      return [host];
    });
    assert.deepEqual([...new Set(hosts)].sort(), [...OFFICIAL_HOSTS].sort());
  });

  it('stand in the docs with a source', async () => {
    const text = await readFile(new URL('../../../../../../docs/documents-by-country.md', import.meta.url), 'utf8');
    for (const [type, countries] of Object.entries(DOCUMENTS_BY_COUNTRY)) {
      const [, section = ''] = text.split(`## ${type}\n`);
      const rows = rowsOf(section.split('\n## ')[0] ?? '');
      assert.deepEqual(rows, Object.entries(countries).map(expectedRow), type);
    }
  });
});

function countriesOf(type: DocumentType): string[] {
  return Object.keys(DOCUMENTS_BY_COUNTRY[type] ?? {}).sort();
}

function rowsOf(section: string): object[] {
  return [...section.matchAll(/^\| ([A-Z]{2}) +\|(.*)\|$/gm)].map(([, country = '', cells = '']) => {
    const [name, kind, authority, site, source] = cells.split('|').map((cell) => cell.trim());
    assert.ok(source, `${country} has a source`);
    assert.match(kind ?? '', /^(document|register|number)$/);
    return { country, name, authority, site };
  });
}

function expectedRow([country, { names, authorities, url }]: [string, LocalDocument]): object {
  const joined = (words: LocalDocument['names']): string => words.map((word) => word.text).join(' / ') || '–';
  const site = url === undefined ? '–' : new URL(url).host.replace(/^www\./, '');
  return { country, name: joined(names), authority: joined(authorities), site };
}
