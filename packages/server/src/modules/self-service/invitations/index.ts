export type { InvitationStatus } from './invitation.ts';
export { invitationJobs } from './jobs.ts';
export { findReferencedFiles } from './jobs-repository.ts';
export { sendMailJob } from './mail-job.ts';
export { expireOverdue } from './repository.ts';
export { registerInvitationRoutes } from './routes.ts';
