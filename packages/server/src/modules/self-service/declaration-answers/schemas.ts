import Type, { type Static } from 'typebox';
import { LANGUAGES } from '../../texts/index.ts';

const SOURCES_OF_FUNDS = ['BUSINESS', 'LOAN', 'SHAREHOLDERS', 'SALE', 'OTHER'] as const;
export type SourceOfFunds = (typeof SOURCES_OF_FUNDS)[number];

const Country = Type.String({ description: 'ISO 3166-1 alpha-2.' });

const DeclaredPerson = Type.Object(
  {
    name: Type.String(),
    birthDate: Type.Optional(Type.String({ format: 'date' })),
    country: Country,
    sharePercent: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  },
  { title: 'DeclaredPerson' },
);

/** Everything that the paper says; its words are strangers' and may hold anything. */
const answers = {
  signedAt: Type.String({ format: 'date-time' }),
  language: Type.Enum([...LANGUAGES], {
    type: 'string',
    title: 'DeclarationLanguage',
    description: 'In which he read and signed it.',
  }),
  templateVersion: Type.String({
    description: 'Of the title and the statements in all their languages: another one with any other word of them.',
  }),
  title: Type.String(),
  statements: Type.Array(Type.String(), {
    description: 'What he confirmed, each by a tick of its own, as he read it.',
  }),
  company: Type.Object(
    { companyName: Type.String(), vatNumber: Type.String(), country: Country },
    { title: 'DeclaringCompany', description: 'As the buyer confirmed or corrected it.' },
  ),
  signer: Type.Object({ name: Type.String(), role: Type.String() }, { title: 'DeclarationSigner' }),
  signature: Type.String({ description: 'His name as he typed it: a simple electronic signature.' }),
  place: Type.String(),
  hasBeneficialOwner: Type.Boolean({
    description: 'False: nobody holds more than a quarter, and the persons are those in management.',
  }),
  persons: Type.Array(DeclaredPerson, { description: 'Who owns or controls the company, or else manages it.' }),
  sourcesOfFunds: Type.Array(Type.Enum([...SOURCES_OF_FUNDS], { type: 'string', title: 'SourceOfFunds' })),
  otherSourceOfFunds: Type.Optional(Type.String({ description: 'His words for the source OTHER.' })),
  politicallyExposed: Type.Boolean({
    description: 'One of the persons, or somebody close to them, has or had a prominent public function.',
  }),
  onOwnAccount: Type.Boolean(),
};

const DeclarationAnswers = Type.Object(answers);
/** As they are kept, beside the paper's file. */
export type DeclarationAnswers = Static<typeof DeclarationAnswers>;

export const SubmittedDeclaration = Type.Object(
  {
    documentUuid: Type.String({
      format: 'uuid',
      description: 'The paper that was made of it: a document of the type AML_DECLARATION.',
    }),
    ...answers,
  },
  { title: 'SubmittedDeclaration' },
);
export type SubmittedDeclaration = Static<typeof SubmittedDeclaration>;

export const declarationExample: SubmittedDeclaration = {
  documentUuid: '2c1d9c1e-4b53-4f8e-9a57-0b6e3c8d7f10',
  signedAt: '2026-11-04T10:12:00.000Z',
  language: 'pt',
  templateVersion: 'k3Zx0bQ8mUu1pW5yR2cJtA',
  title: 'Declaração de branqueamento de capitais',
  statements: ['Tudo o que aqui se declara é verdadeiro e completo.'],
  company: { companyName: 'Garagem Central Lda', vatNumber: 'PT501234567', country: 'PT' },
  signer: { name: 'Ana Luz', role: 'Gerente' },
  signature: 'Ana Luz',
  place: 'Porto',
  hasBeneficialOwner: true,
  persons: [{ name: 'Ana Luz', birthDate: '1975-03-09', country: 'PT', sharePercent: 60.5 }],
  sourcesOfFunds: ['BUSINESS'],
  politicallyExposed: false,
  onOwnAccount: true,
};
