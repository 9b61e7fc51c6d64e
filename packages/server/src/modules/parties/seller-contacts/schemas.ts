import Type, { type Static } from 'typebox';
import { MAX_LENGTHS, PHONE_PATTERN } from './contact.ts';

/** Some go into headers of mails, and all stand in the middle of our own words. */
const line = { format: 'one-line-text', minLength: 1 };

export const SellerContactBody = Type.Object(
  {
    name: Type.Optional(
      Type.String({ ...line, maxLength: MAX_LENGTHS.name, description: 'A person or a department, in one line.' }),
    ),
    email: Type.Optional(Type.String({ format: 'email', maxLength: MAX_LENGTHS.email })),
    phone: Type.Optional(
      Type.String({
        pattern: PHONE_PATTERN,
        maxLength: MAX_LENGTHS.phone,
        description: 'International (E.164), with single blanks or hyphens between the digits.',
      }),
    ),
    postalAddress: Type.Optional(
      Type.String({ ...line, maxLength: MAX_LENGTHS.postalAddress, description: 'In one line.' }),
    ),
  },
  { additionalProperties: false, title: 'SellerContactBody' },
);
export type SellerContactBody = Static<typeof SellerContactBody>;

/** As it is read. */
export const SellerContactView = Type.Object(
  {
    name: Type.Optional(Type.String()),
    email: Type.Optional(Type.String()),
    phone: Type.Optional(Type.String()),
    postalAddress: Type.Optional(Type.String()),
  },
  { title: 'SellerContact' },
);

export const sellerContactExample: SellerContactBody = {
  name: 'Export department',
  email: 'export@autohaus.example',
  phone: '+49 30 901820',
  postalAddress: 'Musterstraße 1, 10115 Berlin, Germany',
};
