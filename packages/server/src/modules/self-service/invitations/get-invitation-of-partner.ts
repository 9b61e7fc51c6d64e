import { getInvitation } from './get-invitation.ts';

/** The same by the seller's path, which names no buyer (contract 3.4). */
export const getInvitationOfPartner = getInvitation;
