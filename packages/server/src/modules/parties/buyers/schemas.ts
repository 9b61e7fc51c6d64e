import Type, { type Static } from 'typebox';
import { COUNTRY_CODES } from '../../../platform/country.ts';
import { ContactInput, MAX_CONTACTS } from '../contacts/index.ts';
import { COMPANY_MAX_LENGTHS, VAT_NUMBER_PATTERN } from './company-limits.ts';
import { cursorQuery, pageOf, pageQuery, pathOf, sortQuery, Uuid } from '../../../core/api/index.ts';

/** `/v1/partners/:sellerId/buyers/:buyerId`. */
export const BuyerPath = pathOf('buyer', { sellerId: Uuid, buyerId: Uuid });
export type BuyerPath = Static<typeof BuyerPath>;

const Country = Type.Enum([...COUNTRY_CODES], {
  type: 'string',
  title: 'CountryCode',
  description: 'ISO 3166-1 alpha-2, as assigned today.',
});
const VatNumber = Type.String({
  pattern: VAT_NUMBER_PATTERN,
  maxLength: COMPANY_MAX_LENGTHS.vatNumber,
  description: 'EL and GR are one country; EL is kept.',
});
const visible = { format: 'visible-text', minLength: 1, description: 'Holds a visible character.' };
const CompanyName = Type.String({ ...visible, maxLength: COMPANY_MAX_LENGTHS.companyName });
export const KycMode = Type.Enum(['MARKETPLACE_LED', 'NT24_LED'], { type: 'string', title: 'KycMode' });
export const BUYER_STATUSES = ['ACTIVE', 'BLOCKED'] as const;
const Status = Type.Enum([...BUYER_STATUSES], { type: 'string', title: 'BuyerStatus' });
const Version = Type.Integer({ minimum: 0 });
const Instant = Type.String({ format: 'date-time' });
const street = Type.String({ ...visible, maxLength: COMPANY_MAX_LENGTHS.street });
const postCode = Type.String({ minLength: 1, maxLength: COMPANY_MAX_LENGTHS.postCode });
const city = Type.String({ ...visible, maxLength: COMPANY_MAX_LENGTHS.city });

export const UpsertBuyerBody = Type.Object(
  {
    kycMode: KycMode,
    vatNumber: VatNumber,
    companyName: CompanyName,
    address: Type.Object(
      { street, postCode, city, country: Country },
      { additionalProperties: false, title: 'AddressInput' },
    ),
    contacts: Type.Optional(Type.Array(ContactInput, { maxItems: MAX_CONTACTS })),
  },
  { additionalProperties: false, title: 'UpsertBuyerBody' },
);
export type UpsertBuyerBody = Static<typeof UpsertBuyerBody>;

export const PatchBuyerBody = Type.Object(
  {
    kycMode: Type.Optional(KycMode),
    vatNumber: Type.Optional(VatNumber),
    companyName: Type.Optional(CompanyName),
    address: Type.Optional(
      Type.Partial(Type.Object({ uuid: Type.Optional(Uuid), street, postCode, city, country: Country }), {
        additionalProperties: false,
        title: 'AddressPatch',
      }),
    ),
    // What GET shows besides, so that the whole buyer can be sent back.
    uuid: Type.Optional(Uuid),
    status: Type.Optional(Status),
    version: Type.Optional(Version),
    createdAt: Type.Optional(Instant),
    updatedAt: Type.Optional(Instant),
    erasedAt: Type.Optional(Instant),
  },
  { additionalProperties: false, title: 'PatchBuyerBody' },
);
export type PatchBuyerBody = Static<typeof PatchBuyerBody>;
/** What GET shows of a buyer and PATCH does not change. */
export const FIXED_OF_BUYER = ['uuid', 'address.uuid', 'status', 'version', 'createdAt', 'updatedAt', 'erasedAt'];

export const NoBody = Type.Object({}, { additionalProperties: false, title: 'NoBody' });

/** What a list of buyers can be sorted by. */
export const BUYER_SORTS = ['createdAt', 'updatedAt', 'companyName', 'vatNumber'] as const;

export const ListBuyersQuery = Type.Object(
  {
    ...pageQuery,
    ...cursorQuery,
    ...sortQuery(BUYER_SORTS),
    vatNumber: Type.Optional(
      Type.String({ maxLength: 20, description: 'Read like one that is written: case and blanks aside, GR as EL.' }),
    ),
    status: Type.Optional(Status),
  },
  { additionalProperties: false },
);
export type ListBuyersQuery = Static<typeof ListBuyersQuery>;

const Address = Type.Object(
  {
    uuid: Type.String({ format: 'uuid' }),
    street: Type.String(),
    postCode: Type.String(),
    city: Type.String(),
    country: Type.String(),
  },
  { title: 'Address' },
);

export const Buyer = Type.Object(
  {
    uuid: Type.String({ format: 'uuid' }),
    vatNumber: Type.String(),
    companyName: Type.String(),
    address: Address,
    kycMode: KycMode,
    status: Status,
    version: Version,
    createdAt: Instant,
    updatedAt: Instant,
    erasedAt: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'When all that names people was taken out of it; it is BLOCKED for good.',
      }),
    ),
  },
  { title: 'Buyer' },
);
export type Buyer = Static<typeof Buyer>;

export const BuyerPage = pageOf('BuyerPage', Buyer);

export const buyerExample: Buyer = {
  uuid: '7f0c6f0e-6a3b-4c3e-9a35-0d4a8f1f6f11',
  vatNumber: 'PT501964843',
  companyName: 'Garagem Central Lda',
  address: {
    uuid: '2b1d1c0a-5a55-4f43-8f0e-3f6f0d2f9d10',
    street: 'Rua das Flores 12',
    postCode: '4050-262',
    city: 'Porto',
    country: 'PT',
  },
  kycMode: 'NT24_LED',
  status: 'ACTIVE',
  version: 0,
  createdAt: '2026-11-02T09:30:00.000Z',
  updatedAt: '2026-11-02T09:30:00.000Z',
};
