import { instantOf } from '../../platform/clock.ts';

/** Of the README's tour. Nobody and nothing of it exists. */
export const COMPANY = {
  name: 'Garagem Central Lda',
  vatNumber: 'PT501964843',
  street: 'Rua das Flores 12',
  town: '4050-262 Porto',
  country: 'Portugal',
  registered: '14 March 2011',
  capital: 'EUR 50,000',
} as const;

export const MANAGER = {
  name: 'Inês Carvalho Antunes',
  familyName: 'CARVALHO ANTUNES',
  givenName: 'INÊS',
  born: '02.04.1979',
  card: 'SPECIMEN-00000',
  expires: '30.06.2031',
} as const;

export const SPECIMEN = 'SPECIMEN';
export const MADE_UP = 'Made up for trying out the demo: nobody and nothing in it exists, and it proves nothing.';
export const WRITTEN_AT = instantOf('2026-11-02T09:00:00Z');
