export type { InvitationStatus } from './invitation.ts';
export { findReferencedFiles } from './jobs-repository.ts';
export { sendMailJob } from './mail-job.ts';
export { expireOverdue } from './repository.ts';
export {
  lockRevoked,
  lockStanding,
  markAsked,
  markOpened,
  markReported,
  type StandingLink,
  useStanding,
} from './standing-repository.ts';
export { InvitationNotActive } from './problems.ts';
export { invitations } from './module.ts';
