import { getInvitationSubmission } from './get-invitation-submission.ts';

/** The same by the seller's path, which names no buyer. */
export const getInvitationSubmissionOfPartner = getInvitationSubmission;
