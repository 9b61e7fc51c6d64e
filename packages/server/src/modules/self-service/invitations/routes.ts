import { type Api, pageOf, PartnerPath, presentPage, ResourceExistsDifferentBody } from '../../../core/api/index.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { BuyerBlocked, BuyerPath } from '../../parties/buyers/index.ts';
import { createInvitation } from './create-invitation.ts';
import { getInvitation } from './get-invitation.ts';
import { getInvitationOfPartner } from './get-invitation-of-partner.ts';
import type { InvitationDeps } from './invitation.ts';
import { activityTypes, listInvitationActivity } from './list-invitation-activity.ts';
import { listInvitationActivityOfPartner } from './list-invitation-activity-of-partner.ts';
import { listInvitations } from './list-invitations.ts';
import { listInvitationsOfPartner } from './list-invitations-of-partner.ts';
import { InvitationNotActive } from './problems.ts';
import type { PosterDeps } from './prospect-links/get-invitation-poster.ts';
import { registerLinkRoutes } from './prospect-links/link-routes.ts';
import { resendInvitation } from './resend-invitation.ts';
import { revokeInvitation } from './revoke-invitation.ts';
import { revokeInvitationOfPartner } from './revoke-invitation-of-partner.ts';
import {
  activityEntry,
  ActivityQuery,
  CreateInvitationBody,
  Invitation,
  invitationExample,
  InvitationPage,
  InvitationPath,
  ListInvitationsQuery,
  ListSellerInvitationsQuery,
  PartnerInvitationPath,
  ResendInvitationBody,
  RevokeInvitationBody,
} from './schemas.ts';

const ofBuyer = '/v1/partners/:sellerId/buyers/:buyerId/kyc/self-service-invitations';
const ofSeller = '/v1/partners/:sellerId/self-service-invitations';
const common = { tag: 'Self-service invitations', access: 'partner', personalData: true } as const;
const one = (description: string, example = invitationExample) => ({ description, schema: Invitation, example });
const page = {
  description: 'A page of invitations.',
  schema: InvitationPage,
  example: presentPage([invitationExample], 1, { page: 0, size: 20 }),
};
const activityPage = ({ actions }: InvitationDeps) => ({
  description: 'What happened, oldest first.',
  schema: pageOf('ActivityPage', activityEntry([...new Set(activityTypes(actions).values())])),
  example: presentPage(
    [{ type: 'CREATED', occurredAt: '2026-11-02T09:30:00.000Z', actor: { kind: 'CLIENT', id: 'api-client-demo' } }],
    1,
    { page: 0, size: 20 },
  ),
});
const revoked = one('Revoked.', {
  ...invitationExample,
  status: 'REVOKED',
  revokedAt: '2026-11-03T08:00:00.000Z',
  revocationReason: 'The deal was called off.',
});

/** The operations on one buyer's invitations, and the same on all of a seller's. */
export function registerInvitationRoutes(api: Api, deps: InvitationDeps & PosterDeps): void {
  registerWrites(api, deps);
  registerLists(api, deps);
  registerOfBuyer(api, deps);
  registerOfPartner(api, deps);
  registerLinkRoutes(api, deps);
}

function registerWrites(api: Api, deps: InvitationDeps): void {
  api.write(
    {
      ...common,
      method: 'POST',
      url: ofBuyer,
      params: BuyerPath,
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
      problems: [NotFound, BuyerBlocked, ResourceExistsDifferentBody],
    },
    (call) => createInvitation(deps, call),
  );
  api.write(
    {
      ...common,
      method: 'POST',
      url: `${ofBuyer}/:invitationUuid/resend`,
      params: InvitationPath,
      operationId: 'resendInvitation',
      summary: 'Send the invitation again, by the same link or a new one.',
      description:
        'At most one mail per 10 minutes and link. An EXPIRED invitation becomes ACTIVE again, for 30 days by default. A corrected recipientEmail always makes a new link.',
      rate: 'write',
      body: ResendInvitationBody,
      bodyRequired: false,
      bodyExample: { rotateLink: true },
      success: { 200: one('The mail is on its way.') },
      problems: [NotFound, BuyerBlocked, InvitationNotActive, ResourceExistsDifferentBody],
    },
    (call) => resendInvitation(deps, call),
  );
}

function registerLists(api: Api, deps: InvitationDeps): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: ofBuyer,
      params: BuyerPath,
      operationId: 'listInvitations',
      summary: 'List the invitations of a buyer.',
      description: 'Sort by createdAt or expiresAt.',
      rate: 'read',
      query: ListInvitationsQuery,
      success: { 200: page },
      problems: [NotFound],
    },
    (call) => listInvitations(deps, call),
  );
  api.read(
    {
      ...common,
      method: 'GET',
      url: ofSeller,
      params: PartnerPath,
      operationId: 'listInvitationsOfPartner',
      summary: 'List all invitations of a partner, of both kinds.',
      description: 'Sort by createdAt or expiresAt.',
      rate: 'read',
      query: ListSellerInvitationsQuery,
      success: { 200: page },
      problems: [],
    },
    (call) => listInvitationsOfPartner(deps, call),
  );
}

function getSpec(base: string) {
  return {
    ...common,
    method: 'GET',
    url: `${base}/:invitationUuid`,
    summary: 'Read one invitation.',
    rate: 'read',
    success: { 200: one('The invitation.') },
    problems: [NotFound],
  } as const;
}

function revokeSpec(base: string) {
  return {
    ...common,
    method: 'POST',
    url: `${base}/:invitationUuid/revoke`,
    description: 'From ACTIVE only; the link is dead from the commit on. The buyer never sees the reason.',
    rate: 'write',
    body: RevokeInvitationBody,
    bodyExample: { reason: 'The deal was called off.' },
    success: { 200: revoked },
    problems: [NotFound, InvitationNotActive],
  } as const;
}

function activitySpec(base: string, deps: InvitationDeps) {
  return {
    ...common,
    method: 'GET',
    url: `${base}/:invitationUuid/activity`,
    summary: 'What happened with the invitation, oldest first.',
    rate: 'read',
    query: ActivityQuery,
    success: { 200: activityPage(deps) },
    problems: [NotFound],
  } as const;
}

function registerOfBuyer(api: Api, deps: InvitationDeps): void {
  const params = InvitationPath;
  api.read({ ...getSpec(ofBuyer), operationId: 'getInvitation', params }, (call) => getInvitation(deps, call));
  const summary = 'Revoke a self-service KYC invitation.';
  api.write({ ...revokeSpec(ofBuyer), operationId: 'revokeInvitation', summary, params, published: true }, (call) =>
    revokeInvitation(deps, call),
  );
  api.read({ ...activitySpec(ofBuyer, deps), operationId: 'listInvitationActivity', params }, (call) =>
    listInvitationActivity(deps, call),
  );
}

function registerOfPartner(api: Api, deps: InvitationDeps): void {
  const params = PartnerInvitationPath;
  api.read({ ...getSpec(ofSeller), operationId: 'getInvitationOfPartner', params }, (call) =>
    getInvitationOfPartner(deps, call),
  );
  const summary = 'Revoke an invitation of a partner.';
  api.write({ ...revokeSpec(ofSeller), operationId: 'revokeInvitationOfPartner', summary, params }, (call) =>
    revokeInvitationOfPartner(deps, call),
  );
  api.read({ ...activitySpec(ofSeller, deps), operationId: 'listInvitationActivityOfPartner', params }, (call) =>
    listInvitationActivityOfPartner(deps, call),
  );
}
