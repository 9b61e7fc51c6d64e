import type { DocumentType } from './document-types.ts';

/** Words as they stand in the country, with their language (BCP 47) for whoever reads them aloud. */
export interface LocalWords {
  readonly text: string;
  readonly language: string;
}

export interface LocalDocument {
  /** What it is called there; the register's name where no name of the extract could be checked. */
  readonly names: readonly LocalWords[];
  readonly authorities: readonly LocalWords[];
  /** Of an official register only. */
  readonly url?: string;
}

type LocalDocuments = Readonly<Partial<Record<DocumentType, LocalDocument>>>;

/** Checked facts only: docs/documents-by-country.md has the source of each. */
export const DOCUMENTS_BY_COUNTRY: Readonly<Record<string, LocalDocuments>> = {
  AT: extract('de', 'Firmenbuchauszug', ['Firmenbuchgericht', 'https://justizonline.gv.at/']),
  BE: {
    COC_EXTRACT: {
      names: [
        { text: 'Kruispuntbank van Ondernemingen (KBO)', language: 'nl' },
        { text: 'Banque-Carrefour des Entreprises (BCE)', language: 'fr' },
      ],
      authorities: [
        { text: 'FOD Economie', language: 'nl' },
        { text: 'SPF Économie', language: 'fr' },
      ],
      url: 'https://kbopub.economie.fgov.be/',
    },
  },
  BG: extract('bg', 'Удостоверение за актуално състояние', ['Агенция по вписванията']),
  CY: extract('el', 'Μητρώο Επιχειρήσεων', [
    'Τμήμα Εφόρου Εταιρειών και Διανοητικής Ιδιοκτησίας',
    'https://www.companies.gov.cy/',
  ]),
  CZ: extract('cs', 'Výpis z obchodního rejstříku', ['Ministerstvo spravedlnosti', 'https://or.justice.cz/']),
  DE: extract('de', 'Handelsregisterauszug', [
    'Gemeinsames Registerportal der Länder',
    'https://www.handelsregister.de/',
  ]),
  DK: extract('da', 'Det Centrale Virksomhedsregister (CVR)', ['Erhvervsstyrelsen', 'https://datacvr.virk.dk/']),
  EE: extract('et', 'Äriregister', ['Registrite ja Infosüsteemide Keskus (RIK)', 'https://www.rik.ee/']),
  ES: extract('es', 'Certificación del Registro Mercantil', ['Registro Mercantil', 'https://www.registradores.org/']),
  FI: extract('fi', 'Kaupparekisteriote', ['Patentti- ja rekisterihallitus (PRH)', 'https://www.prh.fi/']),
  FR: extract('fr', 'Extrait Kbis', ['Greffe du tribunal de commerce (Infogreffe)', 'https://www.infogreffe.fr/']),
  GR: extract('el', 'Γενικό Εμπορικό Μητρώο (Γ.Ε.ΜΗ.)', ['Υπηρεσία Γ.Ε.ΜΗ.', 'https://www.businessportal.gr/']),
  HR: extract('hr', 'Izvadak iz sudskog registra', ['Trgovački sud', 'https://sudreg.pravosudje.hr/']),
  HU: extract('hu', 'Cégkivonat', ['Céginformációs Szolgálat', 'https://ceginformaciosszolgalat.kormany.hu/']),
  IE: extract('en', 'Company print-out', ['Companies Registration Office (CRO)', 'https://cro.ie/']),
  IT: extract('it', 'Visura camerale', ['Camera di commercio, Registro delle imprese']),
  LT: extract('lt', 'Juridinių asmenų registras (JAR)', [
    'Valstybės įmonė Registrų centras',
    'https://www.registrucentras.lt/',
  ]),
  LU: extract('fr', 'Registre de commerce et des sociétés (RCS)', ['Luxembourg Business Registers']),
  LV: extract('lv', 'Komercreģistrs', ['Latvijas Republikas Uzņēmumu reģistrs', 'https://info.ur.gov.lv/']),
  MT: extract('en', 'Public registry for commercial partnerships', [
    'Malta Business Registry (MBR)',
    'https://mbr.mt/',
  ]),
  NL: extract('nl', 'Uittreksel Handelsregister', ['Kamer van Koophandel (KVK)', 'https://www.kvk.nl/']),
  PL: extract('pl', 'Odpis z Krajowego Rejestru Sądowego (KRS)', [
    'Centralna Informacja KRS',
    'https://ekrs.ms.gov.pl/',
  ]),
  PT: extract('pt', 'Certidão permanente de registo comercial', ['Conservatória do registo comercial']),
  RO: extract('ro', 'Certificat constatator', [
    'Oficiul Național al Registrului Comerțului (ONRC)',
    'https://www.onrc.ro/',
  ]),
  SE: extract('sv', 'Registreringsbevis', ['Bolagsverket', 'https://www.bolagsverket.se/']),
  SI: extract('sl', 'Izpis iz sodnega registra', ['AJPES', 'https://www.ajpes.si/']),
  SK: extract('sk', 'Výpis z obchodného registra', ['Registrový súd', 'https://www.orsr.sk/']),
};

/** Undefined where nothing about the type is known for the country. */
export function localDocument(country: string, type: DocumentType): LocalDocument | undefined {
  return Object.hasOwn(DOCUMENTS_BY_COUNTRY, country) ? DOCUMENTS_BY_COUNTRY[country]?.[type] : undefined;
}

function extract(language: string, name: string, [authority, url]: readonly [string, string?]): LocalDocuments {
  const names = [{ text: name, language }];
  const authorities = [{ text: authority, language }];
  return { COC_EXTRACT: { names, authorities, ...(url !== undefined && { url }) } };
}
