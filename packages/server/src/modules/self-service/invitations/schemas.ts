import Type, { type Static } from 'typebox';
import {
  cursorQuery,
  instantQuery,
  pageOf,
  pageQuery,
  PartnerPath,
  pathOf,
  sortQuery,
  Uuid,
} from '../../../core/api/index.ts';
import { BuyerPath } from '../../parties/buyers/index.ts';
import { LANGUAGE_TAG } from '../../texts/index.ts';
import { DOCUMENT_TYPES, DocumentTypeName } from '../../kyc/documents/index.ts';

/** `/v1/partners/:sellerId/buyers/:buyerId/kyc/self-service-invitations/:invitationUuid`. */
export const InvitationPath = pathOf('invitation', { ...BuyerPath.properties, invitationUuid: Uuid });
export type InvitationPath = Static<typeof InvitationPath>;

/** `/v1/partners/:sellerId/self-service-invitations/:invitationUuid`. */
export const PartnerInvitationPath = pathOf('invitation', { ...PartnerPath.properties, invitationUuid: Uuid });
export type PartnerInvitationPath = Static<typeof PartnerInvitationPath>;

export const INVITATION_STATUSES = ['ACTIVE', 'USED', 'REVOKED', 'EXPIRED'] as const;
export const KINDS = ['KYC', 'PROSPECT'] as const;
export const Instant = Type.String({ format: 'date-time' });
export const Status = Type.Enum([...INVITATION_STATUSES], { type: 'string', title: 'InvitationStatus' });
export const Kind = Type.Enum([...KINDS], { type: 'string', title: 'InvitationKind' });
const Email = Type.String({ format: 'email', maxLength: 254 });
const ExpiresInDays = Type.Integer({ minimum: 1, maximum: 90, description: 'Whole days from now, 1 to 90.' });

/** What links of both kinds are made with. */
export const linkMembers = {
  locale: (fallback: string) =>
    Type.String({
      pattern: LANGUAGE_TAG,
      maxLength: 35,
      description: `BCP 47, in any case: one of the languages of the page, also with a script, region, variant or extension (\`de-AT\`). Default: ${fallback}.`,
    }),
  redirectUrl: Type.String({
    format: 'uri',
    pattern: '^https://[^/?#@]+([/?#].*)?$',
    maxLength: 2048,
    description: 'https, without user information; shown as a button at the end.',
  }),
} as const;

/** Contract 3.1: exactly these members. */
export const Invitation = Type.Object(
  {
    uuid: Uuid,
    kind: Kind,
    status: Status,
    publicLinkUrl: Type.String({ format: 'uri' }),
    createdAt: Instant,
    expiresAt: Instant,
    recipientEmail: Type.Optional(Type.String({ format: 'email' })),
    label: Type.Optional(Type.String()),
    lastUsedAt: Type.Optional(Instant),
    usageCount: Type.Optional(Type.Integer()),
    revokedAt: Type.Optional(Instant),
    revocationReason: Type.Optional(Type.String()),
  },
  { title: 'Invitation' },
);
export type Invitation = Static<typeof Invitation>;

export const InvitationPage = pageOf('InvitationPage', Invitation);

export const CreateInvitationBody = Type.Object(
  {
    recipientEmail: Email,
    label: Type.Optional(Type.String({ maxLength: 200, description: 'Your own words; the buyer does not see them.' })),
    locale: Type.Optional(linkMembers.locale('by the country of the buyer')),
    expiresInDays: Type.Optional(ExpiresInDays),
    message: Type.Optional(
      Type.String({ maxLength: 1000, description: 'Plain text, shown in the mail and on the page.' }),
    ),
    requestedDocuments: Type.Optional(
      Type.Array(DocumentTypeName, {
        maxItems: DOCUMENT_TYPES.length,
        uniqueItems: true,
        description: 'Default: what the KYC file still lacks.',
      }),
    ),
    redirectUrl: Type.Optional(linkMembers.redirectUrl),
    reminders: Type.Optional(Type.Boolean({ description: 'Default false.' })),
  },
  { additionalProperties: false, title: 'CreateInvitationBody' },
);
export type CreateInvitationBody = Static<typeof CreateInvitationBody>;

export const ResendInvitationBody = Type.Object(
  {
    expiresInDays: Type.Optional(ExpiresInDays),
    rotateLink: Type.Optional(Type.Boolean({ description: 'A new address; the old one is dead at once.' })),
    recipientEmail: Type.Optional(Email),
  },
  { additionalProperties: false, title: 'ResendInvitationBody' },
);
export type ResendInvitationBody = Static<typeof ResendInvitationBody>;

/** The published schema is open: unknown members are ignored (contract 2.1). */
export const RevokeInvitationBody = Type.Object(
  {
    reason: Type.String({
      maxLength: 500,
      description: 'For the file of the seller; the buyer never sees it. At most 500 code points; may be empty.',
    }),
  },
  { title: 'RevokeInvitationBody' },
);
export type RevokeInvitationBody = Static<typeof RevokeInvitationBody>;

/** What a list of invitations can be sorted by. */
export const INVITATION_SORTS = ['createdAt', 'expiresAt'] as const;

const filters = {
  ...pageQuery,
  ...cursorQuery,
  ...sortQuery(INVITATION_SORTS),
  status: Type.Optional(Status),
  recipientEmail: Type.Optional(Type.String({ maxLength: 254 })),
};
export const ListInvitationsQuery = Type.Object(filters, { additionalProperties: false });
export type ListInvitationsQuery = Static<typeof ListInvitationsQuery>;
export const ListSellerInvitationsQuery = Type.Object(
  {
    ...filters,
    kind: Type.Optional(Kind),
    buyerId: Type.Optional(Uuid),
    createdAfter: instantQuery('Made after this instant.'),
  },
  { additionalProperties: false },
);
export type ListSellerInvitationsQuery = Static<typeof ListSellerInvitationsQuery>;

export const ActivityQuery = Type.Object(pageQuery, { additionalProperties: false });
export type ActivityQuery = Static<typeof ActivityQuery>;

/** Which types there are the modules say: each by its words of the trail. */
export function activityEntry(types: readonly string[]) {
  return Type.Object(
    {
      type: Type.Enum([...types], { type: 'string', title: 'ActivityType' }),
      occurredAt: Instant,
      actor: Type.Object(
        {
          kind: Type.Enum(['CLIENT', 'BUYER', 'SYSTEM', 'OPERATOR', 'CONTACT'], { type: 'string', title: 'ActorKind' }),
          id: Type.Optional(Type.String({ description: 'The client id, where a client acted.' })),
        },
        { title: 'Actor' },
      ),
      details: Type.Optional(
        Type.Record(Type.String(), Type.Unknown(), { description: 'Facts of this entry; no secrets.' }),
      ),
    },
    { title: 'ActivityEntry' },
  );
}

export const invitationExample: Invitation = {
  uuid: '0b6f3c1e-4f0e-4d2b-8d49-6a1f0f0c9a55',
  kind: 'KYC',
  status: 'ACTIVE',
  publicLinkUrl: 'https://kyc.example.com/i/AQAAAAELbzweTw5NK41Jah8PDJpVq2lRr0F2o0nS1m5xkqTn0A',
  createdAt: '2026-11-02T09:30:00.000Z',
  expiresAt: '2026-12-02T09:30:00.000Z',
  recipientEmail: 'office@garagem-central.example',
  label: 'Deal 4711',
  usageCount: 0,
};
