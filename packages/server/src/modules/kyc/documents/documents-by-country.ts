import type { DocumentType } from './document-types.ts';

/** Words as they stand in the country, with their language (BCP 47) for whoever reads them aloud. */
export interface LocalWords {
  readonly text: string;
  readonly language: string;
}

export interface LocalDocument {
  /** What it is called there; the name of the register or of the number where no name of a document could be checked. */
  readonly names: readonly LocalWords[];
  readonly authorities: readonly LocalWords[];
  /** Of an official register only. */
  readonly url?: string;
}

/** By country (ISO 3166-1 alpha-2). */
type ByCountry = Readonly<Record<string, LocalDocument>>;

const EXTRACTS: ByCountry = {
  AT: local('de', 'Firmenbuchauszug', ['Firmenbuchgericht', 'https://justizonline.gv.at/']),
  BE: {
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
  BG: local('bg', 'Удостоверение за актуално състояние', ['Агенция по вписванията']),
  CY: local('el', 'Μητρώο Επιχειρήσεων', [
    'Τμήμα Εφόρου Εταιρειών και Διανοητικής Ιδιοκτησίας',
    'https://www.companies.gov.cy/',
  ]),
  CZ: local('cs', 'Výpis z obchodního rejstříku', ['Ministerstvo spravedlnosti', 'https://or.justice.cz/']),
  DE: local('de', 'Handelsregisterauszug', [
    'Gemeinsames Registerportal der Länder',
    'https://www.handelsregister.de/',
  ]),
  DK: local('da', 'Det Centrale Virksomhedsregister (CVR)', ['Erhvervsstyrelsen', 'https://datacvr.virk.dk/']),
  EE: local('et', 'Äriregister', ['Registrite ja Infosüsteemide Keskus (RIK)', 'https://www.rik.ee/']),
  ES: local('es', 'Certificación del Registro Mercantil', ['Registro Mercantil', 'https://www.registradores.org/']),
  FI: local('fi', 'Kaupparekisteriote', ['Patentti- ja rekisterihallitus (PRH)', 'https://www.prh.fi/']),
  FR: local('fr', 'Extrait Kbis', ['Greffe du tribunal de commerce (Infogreffe)', 'https://www.infogreffe.fr/']),
  GR: local('el', 'Γενικό Εμπορικό Μητρώο (Γ.Ε.ΜΗ.)', ['Υπηρεσία Γ.Ε.ΜΗ.', 'https://www.businessportal.gr/']),
  HR: local('hr', 'Izvadak iz sudskog registra', ['Trgovački sud', 'https://sudreg.pravosudje.hr/']),
  HU: local('hu', 'Cégkivonat', ['Céginformációs Szolgálat', 'https://ceginformaciosszolgalat.kormany.hu/']),
  IE: local('en', 'Company print-out', ['Companies Registration Office (CRO)', 'https://cro.ie/']),
  IT: local('it', 'Visura camerale', ['Camera di commercio, Registro delle imprese']),
  LT: local('lt', 'Juridinių asmenų registras (JAR)', [
    'Valstybės įmonė Registrų centras',
    'https://www.registrucentras.lt/',
  ]),
  LU: local('fr', 'Registre de commerce et des sociétés (RCS)', ['Luxembourg Business Registers']),
  LV: local('lv', 'Komercreģistrs', ['Latvijas Republikas Uzņēmumu reģistrs', 'https://info.ur.gov.lv/']),
  MT: local('en', 'Public registry for commercial partnerships', ['Malta Business Registry (MBR)', 'https://mbr.mt/']),
  NL: local('nl', 'Uittreksel Handelsregister', ['Kamer van Koophandel (KVK)', 'https://www.kvk.nl/']),
  PL: local('pl', 'Odpis z Krajowego Rejestru Sądowego (KRS)', ['Centralna Informacja KRS', 'https://ekrs.ms.gov.pl/']),
  PT: local('pt', 'Certidão permanente de registo comercial', ['Conservatória do registo comercial']),
  RO: local('ro', 'Certificat constatator', [
    'Oficiul Național al Registrului Comerțului (ONRC)',
    'https://www.onrc.ro/',
  ]),
  SE: local('sv', 'Registreringsbevis', ['Bolagsverket', 'https://www.bolagsverket.se/']),
  SI: local('sl', 'Izpis iz sodnega registra', ['AJPES', 'https://www.ajpes.si/']),
  SK: local('sk', 'Výpis z obchodného registra', ['Registrový súd', 'https://www.orsr.sk/']),
};

const VAT_CERTIFICATES: ByCountry = {
  AT: local('de', 'UID-Vergabebescheid', ['Finanzamt']),
  BG: local('bg', 'Идентификационен номер за целите на ДДС', ['Национална агенция за приходите (НАП)']),
  CY: local('el', 'Μητρώο ΦΠΑ', ['Τμήμα Φορολογίας']),
  CZ: local('cs', 'Daňové identifikační číslo (DIČ)', ['Finanční úřad']),
  DE: local('de', 'Umsatzsteuer-Identifikationsnummer (USt-IdNr.)', ['Bundeszentralamt für Steuern (BZSt)']),
  DK: local('da', 'CVR-nummer', ['Erhvervsstyrelsen']),
  ES: local('es', 'Certificado de situación censal', ['Agencia Tributaria (AEAT)']),
  FI: local('fi', 'Arvonlisäverovelvollisten rekisteri', ['Verohallinto']),
  FR: local('fr', 'Numéro de TVA intracommunautaire', ['Service des impôts des entreprises (SIE)']),
  GR: local('el', 'Αριθμός Φορολογικού Μητρώου (ΑΦΜ)', ['Δημόσια Οικονομική Υπηρεσία (ΔΟΥ)']),
  IE: local('en', 'VAT registration number', ['Revenue Commissioners']),
  IT: local('it', 'Numero di partita IVA', ['Agenzia delle Entrate']),
  LT: local('lt', 'PVM sertifikatas', ['Valstybinė mokesčių inspekcija (VMI)']),
  LV: local('lv', 'PVN maksātāju reģistrs', ['Valsts ieņēmumu dienests (VID)']),
  NL: local('nl', 'Btw-identificatienummer', ['Belastingdienst']),
  PL: local('pl', 'VAT-5', ['Urząd skarbowy']),
  RO: local('ro', 'Certificat de înregistrare în scopuri de TVA', ['Agenția Națională de Administrare Fiscală (ANAF)']),
  SE: local('sv', 'Registerutdrag', ['Skatteverket']),
};

const OWNERS: ByCountry = {
  AT: local('de', 'Register der wirtschaftlichen Eigentümer', [
    'Registerbehörde beim Bundesminister für Finanzen',
    'https://www.bmf.gv.at/',
  ]),
  DE: local('de', 'Transparenzregister', ['Registerführende Stelle', 'https://www.transparenzregister.de/']),
  NL: local('nl', 'UBO-uittreksel', ['Kamer van Koophandel (KVK)', 'https://www.kvk.nl/']),
  PL: local('pl', 'Centralny Rejestr Beneficjentów Rzeczywistych (CRBR)', [
    'Ministerstwo Finansów',
    'https://www.podatki.gov.pl/',
  ]),
  PT: local('pt', 'Registo Central do Beneficiário Efetivo (RCBE)', [
    'Instituto dos Registos e do Notariado',
    'https://rcbe.justica.gov.pt/',
  ]),
};

/** Checked facts only: docs/documents-by-country.md has the source of each. */
export const DOCUMENTS_BY_COUNTRY: Readonly<Partial<Record<DocumentType, ByCountry>>> = {
  COC_EXTRACT: EXTRACTS,
  VAT_CERTIFICATE: VAT_CERTIFICATES,
  TP_OWNERSHIP_STRUCTURE: OWNERS,
};

/** Undefined where nothing about the type is known for the country. */
export function localDocument(country: string, type: DocumentType): LocalDocument | undefined {
  const known = DOCUMENTS_BY_COUNTRY[type];
  return known !== undefined && Object.hasOwn(known, country) ? known[country] : undefined;
}

function local(language: string, name: string, [authority, url]: readonly [string, string?]): LocalDocument {
  const names = [{ text: name, language }];
  const authorities = [{ text: authority, language }];
  return { names, authorities, ...(url !== undefined && { url }) };
}
