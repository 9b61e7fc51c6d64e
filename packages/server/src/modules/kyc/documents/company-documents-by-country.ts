import { type ByCountry, local, named, words } from './local-document.ts';

export const EXTRACTS: ByCountry = {
  AT: local('de', 'Firmenbuchauszug', ['Firmenbuchgericht', 'https://justizonline.gv.at/']),
  BE: {
    names: words({
      nl: 'Kruispuntbank van Ondernemingen (KBO)',
      fr: 'Banque-Carrefour des Entreprises (BCE)',
    }),
    authorities: words({ nl: 'FOD Economie', fr: 'SPF Économie' }),
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
  LU: local('fr', 'Registre de commerce et des sociétés (RCS)', [
    'Luxembourg Business Registers',
    'https://www.lbr.lu/',
  ]),
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

export const VAT_CERTIFICATES: ByCountry = {
  AT: local('de', 'UID-Vergabebescheid', ['Finanzamt']),
  BE: {
    names: words({ nl: 'Btw-identificatienummer', fr: 'Numéro d’identification à la TVA' }),
    authorities: words({ nl: 'FOD Financiën', fr: 'SPF Finances' }),
  },
  BG: local('bg', 'Идентификационен номер за целите на ДДС', ['Национална агенция за приходите (НАП)']),
  CY: local('el', 'Μητρώο ΦΠΑ', ['Τμήμα Φορολογίας']),
  CZ: local('cs', 'Daňové identifikační číslo (DIČ)', ['Finanční úřad']),
  DE: local('de', 'Umsatzsteuer-Identifikationsnummer (USt-IdNr.)', ['Bundeszentralamt für Steuern (BZSt)']),
  DK: local('da', 'CVR-nummer', ['Erhvervsstyrelsen']),
  EE: local('et', 'Käibemaksukohustuslaste register', ['Maksu- ja Tolliamet']),
  ES: local('es', 'Certificado de situación censal', ['Agencia Tributaria (AEAT)']),
  FI: local('fi', 'Arvonlisäverovelvollisten rekisteri', ['Verohallinto']),
  FR: local('fr', 'Numéro de TVA intracommunautaire', ['Service des impôts des entreprises (SIE)']),
  GR: local('el', 'Αριθμός Φορολογικού Μητρώου (ΑΦΜ)', ['Δημόσια Οικονομική Υπηρεσία (ΔΟΥ)']),
  HR: local('hr', 'PDV identifikacijski broj', ['Porezna uprava']),
  HU: local('hu', 'Közösségi adószám igazolása', ['Nemzeti Adó- és Vámhivatal (NAV)']),
  IE: local('en', 'VAT registration number', ['Revenue Commissioners']),
  IT: local('it', 'Numero di partita IVA', ['Agenzia delle Entrate']),
  LT: local('lt', 'PVM sertifikatas', ['Valstybinė mokesčių inspekcija (VMI)']),
  LU: local('fr', 'Numéro de TVA', ['Administration de l’enregistrement, des domaines et de la TVA (AED)']),
  LV: local('lv', 'PVN maksātāju reģistrs', ['Valsts ieņēmumu dienests (VID)']),
  MT: local('en', 'VAT identification number', ['Commissioner for Tax and Customs']),
  NL: local('nl', 'Btw-identificatienummer', ['Belastingdienst']),
  PL: local('pl', 'VAT-5', ['Urząd skarbowy']),
  PT: local('pt', 'Declaração de início de atividade', ['Autoridade Tributária e Aduaneira (AT)']),
  RO: local('ro', 'Certificat de înregistrare în scopuri de TVA', ['Agenția Națională de Administrare Fiscală (ANAF)']),
  SE: local('sv', 'Registerutdrag', ['Skatteverket']),
  SI: local('sl', 'Identifikacijska številka za DDV', ['Finančna uprava RS (FURS)']),
  SK: local('sk', 'IČ DPH', ['Daňový úrad']),
};

export const OWNERS: ByCountry = {
  AT: local('de', 'Register der wirtschaftlichen Eigentümer', [
    'Registerbehörde beim Bundesminister für Finanzen',
    'https://www.bmf.gv.at/',
  ]),
  BE: {
    names: words({ nl: 'UBO-register', fr: 'Registre UBO' }),
    authorities: words({ nl: 'FOD Financiën', fr: 'SPF Finances' }),
  },
  CY: local('el', 'Μητρώο Πραγματικών Δικαιούχων (ΜΠΔ)', [
    'Τμήμα Εφόρου Εταιρειών και Διανοητικής Ιδιοκτησίας',
    'https://www.companies.gov.cy/',
  ]),
  CZ: local('cs', 'Výpis z evidence skutečných majitelů', ['Rejstříkový soud']),
  DE: local('de', 'Transparenzregister', ['Registerführende Stelle', 'https://www.transparenzregister.de/']),
  EE: local('et', 'Tegelike kasusaajate nimekiri', [
    'Registrite ja Infosüsteemide Keskus (RIK)',
    'https://www.rik.ee/',
  ]),
  ES: local('es', 'Registro Central de Titularidades Reales (RCTIR)', [
    'Ministerio de Justicia',
    'https://www.mjusticia.gob.es/',
  ]),
  FR: local('fr', 'Registre des bénéficiaires effectifs (RBE)', [
    'Greffe du tribunal de commerce (Infogreffe)',
    'https://www.infogreffe.fr/',
  ]),
  HR: local('hr', 'Izvadak iz Registra stvarnih vlasnika', ['Financijska agencija (Fina)', 'https://www.fina.hr/']),
  // The company's own: what it filed with the central register it can no longer see there.
  IE: named({ en: 'Internal beneficial ownership register' }),
  LU: local('fr', 'Extrait du Registre des bénéficiaires effectifs (RBE)', [
    'Luxembourg Business Registers (LBR)',
    'https://www.lbr.lu/',
  ]),
  NL: local('nl', 'UBO-uittreksel', ['Kamer van Koophandel (KVK)', 'https://www.kvk.nl/']),
  PL: local('pl', 'Centralny Rejestr Beneficjentów Rzeczywistych (CRBR)', [
    'Ministerstwo Finansów',
    'https://www.podatki.gov.pl/',
  ]),
  PT: local('pt', 'Registo Central do Beneficiário Efetivo (RCBE)', [
    'Instituto dos Registos e do Notariado',
    'https://rcbe.justica.gov.pt/',
  ]),
  RO: local('ro', 'Registrul beneficiarilor reali (RBR)', [
    'Oficiul Național al Registrului Comerțului (ONRC)',
    'https://www.onrc.ro/',
  ]),
};

/** Of the bank, whose name the company knows. */
export const BANK_CONFIRMATIONS: ByCountry = {
  ES: named({ es: 'Certificado de titularidad bancaria' }),
  FR: named({ fr: 'Relevé d’identité bancaire (RIB)' }),
};
