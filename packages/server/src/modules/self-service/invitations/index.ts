export type { InvitationStatus } from './invitation.ts';
export { sendMailJob } from './mail-job.ts';
export { expireOverdue } from './repository.ts';
export { InvitationNotActive } from './problems.ts';
export { invitations } from './module.ts';
