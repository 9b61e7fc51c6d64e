import type { Declared } from '../../declare/declared.ts';
import { createInvitation } from './create.ts';
import { listInvitationsOfPartner } from './list.ts';
import { getInvitationOfPartner } from './get.ts';
import { revokeInvitationOfPartner } from './revoke.ts';
import { resendInvitation } from './resend.ts';
import { listInvitationActivityOfPartner } from './activity.ts';
import { getInvitationSubmissionOfPartner } from './submission.ts';
import { getInvitationPoster } from './poster.ts';
import { getInvitationQrCode } from './qr.ts';
import { importInvitations } from './import.ts';

export const commands: readonly Declared[] = [
  createInvitation,
  listInvitationsOfPartner,
  getInvitationOfPartner,
  revokeInvitationOfPartner,
  resendInvitation,
  listInvitationActivityOfPartner,
  getInvitationSubmissionOfPartner,
  getInvitationPoster,
  getInvitationQrCode,
  importInvitations,
];
