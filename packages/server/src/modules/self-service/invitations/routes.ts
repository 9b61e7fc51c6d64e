import { type Api, presentPage, windowOf } from '../../../core/api/index.ts';
import { isUuid } from '../../../platform/ids.ts';
import { presentActivity } from './activity.ts';
import { createInvitation, type InvitationParts } from './create-invitation.ts';
import { getInvitationRow } from './get-invitation.ts';
import { invitationNotFound, presentInvitation } from './invitation.ts';
import { findInvitedBuyer, listActivity, listInvitations } from './repository.ts';
import { resendInvitation } from './resend-invitation.ts';
import { revokeInvitation } from './revoke-invitation.ts';
import {
  ActivityPage,
  ActivityQuery,
  CreateInvitationBody,
  Invitation,
  invitationExample,
  InvitationPage,
  ListInvitationsQuery,
  ListSellerInvitationsQuery,
  ResendInvitationBody,
  RevokeInvitationBody,
} from './schemas.ts';

const ofBuyer = '/v1/partners/:sellerId/buyers/:buyerId/kyc/self-service-invitations';
const ofSeller = '/v1/partners/:sellerId/self-service-invitations';
const common = { tag: 'Self-service invitations', access: 'partner' } as const;
const one = (description: string, example = invitationExample) => ({ description, schema: Invitation, example });
const page = {
  description: 'A page of invitations.',
  schema: InvitationPage,
  example: presentPage([invitationExample], 1, { page: 0, size: 20 }),
};
const activityPage = {
  description: 'What happened, oldest first.',
  schema: ActivityPage,
  example: presentPage(
    [{ type: 'CREATED', occurredAt: '2026-11-02T09:30:00.000Z', actor: { kind: 'CLIENT', id: 'api-client-demo' } }],
    1,
    { page: 0, size: 20 },
  ),
};
const revoked = one('Revoked.', {
  ...invitationExample,
  status: 'REVOKED',
  revokedAt: '2026-11-03T08:00:00.000Z',
  revocationReason: 'The deal was called off.',
});

/** The operations on one buyer's invitations, and the same on all of a seller's. */
export function registerInvitationRoutes(api: Api, parts: InvitationParts): void {
  registerWrites(api, parts);
  registerLists(api, parts);
  for (const [base, suffix] of [
    [ofBuyer, ''],
    [ofSeller, 'OfPartner'],
  ] as const)
    registerOne(api, parts, base, suffix);
}

function registerWrites(api: Api, parts: InvitationParts): void {
  api.write(
    {
      ...common,
      method: 'POST',
      url: ofBuyer,
      operationId: 'createInvitation',
      summary: 'Invite a buyer by mail to complete his KYC file.',
      description: 'One ACTIVE invitation per buyer and recipient address; the mail is queued in the same commit.',
      rate: 'write',
      body: CreateInvitationBody,
      bodyExample: {
        recipientEmail: 'office@garagem-central.example',
        label: 'Deal 4711',
        locale: 'en',
        expiresInDays: 30,
      },
      success: { 201: one('Created; the mail is on its way.') },
      problems: ['not-found', 'buyer-blocked', 'resource-exists-different-body'],
    },
    (call) => createInvitation(parts, call),
  );
  api.write(
    {
      ...common,
      method: 'POST',
      url: `${ofBuyer}/:invitationUuid/resend`,
      operationId: 'resendInvitation',
      summary: 'Send the invitation again, by the same link or a new one.',
      description:
        'At most one mail per 10 minutes and link. An EXPIRED invitation becomes ACTIVE again, for 30 days by default. A corrected recipientEmail always makes a new link.',
      rate: 'write',
      body: ResendInvitationBody,
      bodyRequired: false,
      bodyExample: { rotateLink: true },
      success: { 200: one('The mail is on its way.') },
      problems: ['not-found', 'buyer-blocked', 'invitation-not-active', 'resource-exists-different-body'],
    },
    (call) => resendInvitation(parts, call),
  );
}

function registerLists(api: Api, { db, links }: InvitationParts): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: ofBuyer,
      operationId: 'listInvitations',
      summary: 'List the invitations of a buyer.',
      description: 'Sort by createdAt or expiresAt.',
      rate: 'read',
      query: ListInvitationsQuery,
      success: { 200: page },
      problems: ['not-found'],
    },
    async ({ params, query }) => {
      const { sellerId = '', buyerId = '' } = params;
      if (!isUuid(buyerId)) throw invitationNotFound();
      const { rows, total } = await listInvitations(db, { ...query, sellerId, buyerId });
      if (total === 0 && !(await findInvitedBuyer(db, sellerId, buyerId))) throw invitationNotFound();
      return {
        status: 200,
        body: presentPage(
          rows.map((row) => presentInvitation(row, links)),
          total,
          windowOf(query),
        ),
      };
    },
  );
  api.read(
    {
      ...common,
      method: 'GET',
      url: ofSeller,
      operationId: 'listInvitationsOfPartner',
      summary: 'List all invitations of a partner, of both kinds.',
      description: 'Sort by createdAt or expiresAt.',
      rate: 'read',
      query: ListSellerInvitationsQuery,
      success: { 200: page },
      problems: [],
    },
    async ({ params, query }) => {
      const { rows, total } = await listInvitations(db, { ...query, sellerId: params['sellerId'] ?? '' });
      return {
        status: 200,
        body: presentPage(
          rows.map((row) => presentInvitation(row, links)),
          total,
          windowOf(query),
        ),
      };
    },
  );
}

function registerOne(api: Api, parts: InvitationParts, base: string, suffix: '' | 'OfPartner'): void {
  const { db, links } = parts;
  const url = `${base}/:invitationUuid`;
  api.read(
    {
      ...common,
      method: 'GET',
      url,
      operationId: `getInvitation${suffix}`,
      summary: 'Read one invitation.',
      rate: 'read',
      success: { 200: one('The invitation.') },
      problems: ['not-found'],
    },
    async ({ params }) => {
      const row = await getInvitationRow(db, params);
      if (!row) throw invitationNotFound();
      return { status: 200, body: presentInvitation(row, links) };
    },
  );
  api.write(
    {
      ...common,
      method: 'POST',
      url: `${url}/revoke`,
      operationId: `revokeInvitation${suffix}`,
      summary: suffix === '' ? 'Revoke a self-service KYC invitation.' : 'Revoke an invitation of a partner.',
      description: 'From ACTIVE only; the link is dead from the commit on. The buyer never sees the reason.',
      rate: 'write',
      body: RevokeInvitationBody,
      bodyExample: { reason: 'The deal was called off.' },
      success: { 200: revoked },
      problems: ['not-found', 'invitation-not-active'],
    },
    (call) => revokeInvitation(parts, call),
  );
  api.read(
    {
      ...common,
      method: 'GET',
      url: `${url}/activity`,
      operationId: `listInvitationActivity${suffix}`,
      summary: 'What happened with the invitation, oldest first.',
      rate: 'read',
      query: ActivityQuery,
      success: { 200: activityPage },
      problems: ['not-found'],
    },
    async ({ params, query }) => {
      const row = await getInvitationRow(db, params);
      if (!row) throw invitationNotFound();
      const { rows, total } = await listActivity(db, row.id, windowOf(query));
      return { status: 200, body: presentPage(rows.map(presentActivity), total, windowOf(query)) };
    },
  );
}
