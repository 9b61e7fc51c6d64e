export type { InvitationParts } from './create-invitation.ts';
export type { InvitationRow } from './invitation.ts';
export { invitationJobs } from './jobs.ts';
export { findReferencedFiles } from './jobs-repository.ts';
export { createLinkKeys, type LinkKeys } from './link-keys.ts';
export { createLinks, type LinkClaim, type Links } from './links.ts';
export { expireOverdue, findInvitationOfLink } from './repository.ts';
export { registerInvitationRoutes } from './routes.ts';
