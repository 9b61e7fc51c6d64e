export type { InvitationStatus } from './invitation.ts';
export { findReferencedFiles } from './jobs-repository.ts';
export { sendMailJob } from './mail-job.ts';
export { expireOverdue } from './repository.ts';
export { InvitationNotActive } from './problems.ts';
export { invitations } from './module.ts';
