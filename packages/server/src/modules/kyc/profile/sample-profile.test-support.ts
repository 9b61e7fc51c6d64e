import type { ProfileFacts } from './profile-facts.ts';

const day = (text: string): Date => new Date(`${text}T08:30:00Z`);
const VAT_NUMBER = 'EL123456789';

/** With what names may hold: marks of XML, other scripts, signs that the fonts lack. */
export const sampleProfile: ProfileFacts = {
  language: 'de',
  madeAt: day('2026-11-30'),
  buyerId: '7f0c6f0e-6a3b-4c3e-9a35-0d4a8f1f6f11',
  sellerName: 'Autohaus Krüger & Söhne',
  sellerCountry: 'DE',
  companyName: 'Автомобили Ελλάς <Ltd> 汽车',
  vatNumber: VAT_NUMBER,
  address: { street: 'Λεωφόρος Κηφισίας 44', postCode: '151 25', city: 'Μαρούσι', country: 'GR' },
  overallStatus: 'VALID',
  checks: [
    {
      checkedAt: day('2026-11-29'),
      vatNumber: VAT_NUMBER,
      result: 'VALID',
      requestIdentifier: 'WAPIAAAAW1abcdef',
      onRecord: 'ΕΛΛΑΣ ΑΥΤΟΚΙΝΗΤΑ ΕΠΕ\nΛΕΩΦ ΚΗΦΙΣΙΑΣ 44\n15125 ΜΑΡΟΥΣΙ',
    },
    { checkedAt: day('2026-10-29'), vatNumber: VAT_NUMBER, result: 'UNKNOWN' },
  ],
  verification: {
    provider: 'iDenfy',
    sessionId: '0197c2f0-3333-7abc-9def-001122334455',
    endedAt: day('2026-11-28'),
    amlStatus: 'CLEAR',
  },
  documents: (['COC_EXTRACT', 'VAT_CERTIFICATE', 'CONTACT_PASSPORT', 'AML_DECLARATION'] as const).map((type, at) => ({
    type,
    documentDate: `2026-11-0${at + 1}`,
    receivedAt: day('2026-11-20'),
    files: [{ fileName: `Γενικό Μητρώο & <${at}>.pdf`, byteSize: 345_678 * (at + 1), sha256: `${at}a`.repeat(32) }],
  })),
  operatorName: 'Prüfdienst GmbH & Co.',
  isSealSelfMade: true,
};
