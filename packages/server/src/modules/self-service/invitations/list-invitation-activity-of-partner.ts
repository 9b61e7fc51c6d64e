import { listInvitationActivity } from './list-invitation-activity.ts';

/** The same by the seller's path, which names no buyer (contract 3.4). */
export const listInvitationActivityOfPartner = listInvitationActivity;
