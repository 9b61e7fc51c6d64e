import type { Api } from '../../../core/api/index.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { InvitationPath, PartnerInvitationPath } from '../invitations/index.ts';
import { getInvitationSubmission, type SubmissionDeps } from './get-invitation-submission.ts';
import { getInvitationSubmissionOfPartner } from './get-invitation-submission-of-partner.ts';
import { InvitationSubmission, submissionExample } from './schemas.ts';

const ofBuyer = '/v1/partners/:sellerId/buyers/:buyerId/kyc/self-service-invitations';
const ofSeller = '/v1/partners/:sellerId/self-service-invitations';

function getSpec(base: string) {
  return {
    tag: 'Self-service invitations',
    access: 'partner',
    personalData: true,
    method: 'GET',
    url: `${base}/:invitationUuid/submission`,
    summary: 'What the buyer sent by the invitation, with his corrections of the company data.',
    description:
      'Until he has sent it there is none: 404, the same as for an invitation that does not exist. What the operator erased of an invitation is left out. A declaration that he filled in on the page stands as data in `declaration`, with the capability allowKycDocumentDownload: it says what its paper says; without it, or where the paper was sent as a file, the member is left out. Every reading is written to a log that is kept 6 years, that of a declaration besides.',
    rate: 'read',
    success: { 200: { description: 'The submission.', schema: InvitationSubmission, example: submissionExample } },
    problems: [NotFound],
  } as const;
}

export function registerSubmissionRoutes(api: Api, deps: SubmissionDeps): void {
  api.read({ ...getSpec(ofBuyer), operationId: 'getInvitationSubmission', params: InvitationPath }, (call) =>
    getInvitationSubmission(deps, call),
  );
  api.read(
    { ...getSpec(ofSeller), operationId: 'getInvitationSubmissionOfPartner', params: PartnerInvitationPath },
    (call) => getInvitationSubmissionOfPartner(deps, call),
  );
}
