import { makePdf } from '../../server/src/modules/files/sample-files.ts';
import type { ChosenFile, TypedDetails } from './published-link-pages.ts';
import { unique } from './scene.ts';

/** All that one visitor of a published link writes and adds. */
export interface PlantedWords {
  /** In each word of his and in no other's. */
  readonly mark: string;
  readonly email: string;
  readonly details: Required<TypedDetails>;
  /** By the type of the document; not all that a company is asked for. */
  readonly files: Readonly<Record<string, ChosenFile>>;
}

/** No hexadecimal number holds a mark. */
export function plantedWords(): PlantedWords {
  const mark = `qz${unique()}`;
  const person = {
    street: `Via ${mark} 1`,
    postCode: `P-${mark}`,
    city: `C-${mark}`,
    firstName: `F-${mark}`,
    lastName: `L-${mark}`,
  };
  const company = { companyName: `Garage ${mark}`, vatNumber: `PT${mark.toUpperCase()}` };
  const file = (type: string): ChosenFile => ({
    name: `${type} of ${mark}.pdf`,
    mimeType: 'application/pdf',
    buffer: Buffer.concat([makePdf(), Buffer.from(`%${type} of ${mark}\n%%EOF\n`)]),
  });
  return {
    mark,
    email: `${mark}@fair.example`,
    details: { company, person, country: 'PT' },
    files: Object.fromEntries(['COC_EXTRACT', 'VAT_CERTIFICATE'].map((type) => [type, file(type)])),
  };
}

/** Of whom the text holds a word, in either case. */
export function marksIn(text: string, guests: readonly Pick<PlantedWords, 'mark'>[]): string[] {
  const words = text.toLowerCase();
  return guests.map(({ mark }) => mark).filter((mark) => words.includes(mark));
}

/** The company as a seller would enter it by himself. */
export function buyerOf({ company, person, country }: TypedDetails, changes: object): object {
  const { street, postCode, city } = person;
  return { kycMode: 'NT24_LED', ...company, address: { street, postCode, city, country, ...changes } };
}
