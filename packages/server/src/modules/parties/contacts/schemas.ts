import Type, { type Static } from 'typebox';
import { pathOf, Uuid } from '../../../core/api/index.ts';

/** `/v1/partners/:sellerId/buyers/:buyerId`, whose contacts these are. */
export const ContactsPath = pathOf('buyer', { sellerId: Uuid, buyerId: Uuid });
export type ContactsPath = Static<typeof ContactsPath>;

/** `.../contacts/:contactUuid`. */
export const ContactPath = pathOf('contact', { ...ContactsPath.properties, contactUuid: Uuid });
export type ContactPath = Static<typeof ContactPath>;

/** Of one buyer, at most. */
export const MAX_CONTACTS = 50;

const visible = { format: 'visible-text', minLength: 1, description: 'Holds a visible character.' };
const name = Type.String({ ...visible, maxLength: 100 });
const email = Type.String({ format: 'email', maxLength: 254 });
const phone = Type.String({ minLength: 1, maxLength: 50 });

export const ContactInput = Type.Object(
  { firstName: name, lastName: name, email, phone: Type.Optional(phone) },
  { additionalProperties: false, title: 'ContactInput' },
);
export type ContactInput = Static<typeof ContactInput>;

export const PatchContactBody = Type.Object(
  {
    firstName: Type.Optional(name),
    lastName: Type.Optional(name),
    email: Type.Optional(email),
    phone: Type.Optional(
      Type.Unsafe<string | null>({
        type: ['string', 'null'],
        minLength: 1,
        maxLength: 50,
        description: 'null takes it away.',
      }),
    ),
    // What GET shows besides, so that the whole contact can be sent back.
    uuid: Type.Optional(Uuid),
    createdAt: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { additionalProperties: false, title: 'PatchContactBody' },
);
export type PatchContactBody = Static<typeof PatchContactBody>;
/** What GET shows of a contact and PATCH does not change. */
export const FIXED_OF_CONTACT = ['uuid', 'createdAt'];

export const Contact = Type.Object(
  {
    uuid: Uuid,
    firstName: Type.String(),
    lastName: Type.String(),
    email: Type.String(),
    phone: Type.Optional(Type.String()),
    createdAt: Type.String({ format: 'date-time' }),
  },
  { title: 'Contact' },
);
export type Contact = Static<typeof Contact>;

export const ContactList = Type.Array(Contact);

export const contactExample: Contact = {
  uuid: '0f5a52a4-5c1e-4c67-8a24-1f0a5b8f3d77',
  firstName: 'Ana',
  lastName: 'Lima',
  email: 'ana.lima@garagem.example',
  phone: '+351 22 000 00 00',
  createdAt: '2026-11-02T09:30:00.000Z',
};
