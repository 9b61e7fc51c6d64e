import Type, { type Static } from 'typebox';
import { Uuid } from '../../../../core/api/index.ts';
import { ERROR_CORRECTIONS } from '../../../../platform/qr-code.ts';
import { Instant, Kind, linkMembers, Status } from '../schemas.ts';

export const PROSPECT_TYPES = ['COMPANY', 'CONSUMER'] as const;
export type ProspectType = (typeof PROSPECT_TYPES)[number];

const MOST_USES = 10_000;

export const ProspectTypeName = Type.Enum([...PROSPECT_TYPES], { type: 'string', title: 'ProspectType' });
const Label = Type.String({
  format: 'visible-text',
  minLength: 1,
  maxLength: 200,
  description: 'Your own words; visitors do not see them. Holds a visible character.',
});
const days = { minimum: 1, maximum: 365 };
const uses = { minimum: 1, maximum: MOST_USES };

export const CreateProspectLinkBody = Type.Object(
  {
    label: Label,
    expiresInDays: Type.Optional(Type.Integer({ ...days, description: 'Whole days from now, 1 to 365. Default 90.' })),
    maxUses: Type.Optional(
      Type.Integer({
        ...uses,
        description: 'So many submissions it takes, 1 to 10,000; with the last one it is USED. Default: any number.',
      }),
    ),
    prospectTypes: Type.Optional(
      Type.Array(ProspectTypeName, {
        minItems: 1,
        maxItems: PROSPECT_TYPES.length,
        uniqueItems: true,
        description: 'Who may register by it. Default: both.',
      }),
    ),
    locale: Type.Optional(linkMembers.locale('by the country of the seller')),
    redirectUrl: Type.Optional(linkMembers.redirectUrl),
  },
  { additionalProperties: false, title: 'CreateProspectLinkBody' },
);
export type CreateProspectLinkBody = Static<typeof CreateProspectLinkBody>;

export const UpdateProspectLinkBody = Type.Object(
  {
    label: Type.Optional(Label),
    expiresInDays: Type.Optional(
      Type.Integer({
        ...days,
        description: 'Whole days from now, 1 to 365. An EXPIRED link becomes ACTIVE again.',
      }),
    ),
    maxUses: Type.Optional(
      Type.Unsafe<number | null>({
        ...uses,
        type: ['integer', 'null'],
        description: 'At least `usageCount`; where it is that, the link is USED, for good. null takes the cap away.',
      }),
    ),
    // What GET shows besides, so that the whole invitation can be sent back.
    uuid: Type.Optional(Uuid),
    kind: Type.Optional(Kind),
    status: Type.Optional(Status),
    publicLinkUrl: Type.Optional(Type.String({ format: 'uri', maxLength: 2048 })),
    createdAt: Type.Optional(Instant),
    expiresAt: Type.Optional(Instant),
    recipientEmail: Type.Optional(Type.String({ maxLength: 254 })),
    lastUsedAt: Type.Optional(Instant),
    usageCount: Type.Optional(Type.Integer({ minimum: 0 })),
    revokedAt: Type.Optional(Instant),
    revocationReason: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false, title: 'UpdateProspectLinkBody' },
);
export type UpdateProspectLinkBody = Static<typeof UpdateProspectLinkBody>;

/** What GET shows of a link that can be changed, and PATCH does not change. */
export const FIXED_OF_LINK = [
  'uuid',
  'kind',
  'status',
  'publicLinkUrl',
  'createdAt',
  'expiresAt',
  'recipientEmail',
  'lastUsedAt',
  'usageCount',
  'revokedAt',
  'revocationReason',
];

export const QR_FORMATS = ['svg', 'png'] as const;
export type QrFormat = (typeof QR_FORMATS)[number];

export const QrCodeQuery = Type.Object(
  {
    format: Type.Optional(
      Type.Enum([...QR_FORMATS], { type: 'string', title: 'QrCodeFormat', description: 'Default svg.' }),
    ),
    size: Type.Optional(
      Type.Integer({
        minimum: 128,
        maximum: 2_048,
        description: 'Of a side, in pixels, 128 to 2,048, with the quiet zone. Default 512.',
      }),
    ),
    errorCorrection: Type.Optional(
      Type.Enum([...ERROR_CORRECTIONS], {
        type: 'string',
        title: 'QrCodeErrorCorrection',
        description: 'How much may be spoilt: about 7, 15, 25 or 30 %. Default M.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type QrCodeQuery = Static<typeof QrCodeQuery>;

export const PosterQuery = Type.Object(
  { locale: Type.Optional(linkMembers.locale('the language of the link')) },
  { additionalProperties: false },
);
export type PosterQuery = Static<typeof PosterQuery>;
