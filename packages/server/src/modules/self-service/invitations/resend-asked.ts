import { daysAfter } from '../../../platform/clock.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { commitWrite } from '../../../core/write/index.ts';
import type { ResendClaim } from '../links/index.ts';
import { type AskedInvitation, findAsked } from './asked-repository.ts';
import { type ResendDeps, resendInvitation } from './resend-invitation.ts';

/** For how long a mail that says that a new link was asked for can send one. */
const GOOD_FOR_DAYS = 7;
/** The world changes between reading and writing at most now and then. */
const ATTEMPTS = 5;

/** `open`: it sends a new link once. `sent`: one has been sent since, by whatever way. `overtaken`: it was asked for anew, in a newer mail. */
export type AskedState = 'open' | 'sent' | 'used' | 'revoked' | 'blocked' | 'overtaken' | 'tooOld';

/** As the holder of a genuine address meets it: what it is about only where it is still good. */
export type Asked =
  | { readonly state: 'open'; readonly invitation: AskedInvitation }
  | { readonly state: Exclude<AskedState, 'open'>; readonly invitation?: undefined };

/** Undefined where the address was never given out: no such invitation, or another key signs its link. */
export async function readAsked({ db }: Pick<ResendDeps, 'db'>, claim: ResendClaim): Promise<Asked | undefined> {
  const invitation = await findAsked(db, claim);
  if (!invitation) return undefined;
  const isOfThisLink = invitation.link_version === claim.linkVersion;
  if (isOfThisLink && invitation.link_kid !== claim.linkKid) return undefined;
  const state = stateOf(invitation, claim);
  return state === 'open' ? { state, invitation } : { state };
}

function stateOf(invitation: AskedInvitation, { linkVersion, askedAt }: ResendClaim): AskedState {
  const { status, last_mail_at: mailedAt, new_link_asked_at: newestAskedAt } = invitation;
  if (status === 'USED') return 'used';
  if (status === 'REVOKED' || invitation.recipient_email === null) return 'revoked';
  const isMailedSince = mailedAt !== null && mailedAt >= askedAt;
  if (status === 'ACTIVE' || invitation.link_version !== linkVersion || isMailedSince) return 'sent';
  if (newestAskedAt?.getTime() !== askedAt.getTime()) return 'overtaken';
  if (invitation.now >= daysAfter(askedAt, GOOD_FOR_DAYS)) return 'tooOld';
  return invitation.buyer_status === 'BLOCKED' || !invitation.may_act ? 'blocked' : 'open';
}

interface Pressing {
  readonly claim: ResendClaim;
  readonly requestId: string;
}

/** What became of it: the state before, where that was not `open`; `pressed`; or why the rules of the API let no mail go. */
export type PressedOutcome =
  | { readonly kind: 'pressed' }
  | { readonly kind: 'not-open'; readonly asked: Asked | undefined }
  | { readonly kind: 'refused'; readonly problem: ProblemError };

/**
 * As the API's `resend` with `rotateLink`, within all its limits, by somebody who has the mail to the organization's contact. Once: the
 * write holds only where the invitation stands as it was read, and whoever comes second reads that it was sent.
 */
export async function resendAsked(deps: ResendDeps, { claim, requestId }: Pressing): Promise<PressedOutcome> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const asked = await readAsked(deps, claim);
    if (asked?.state !== 'open') return { kind: 'not-open', asked };
    const { organization_id: organizationId, buyer_id: buyerId } = asked.invitation;
    const params = { sellerId: claim.sellerId, buyerId, invitationUuid: claim.invitationId };
    try {
      const { answer: _answer, ...write } = await resendInvitation(
        deps,
        { params, body: { rotateLink: true }, actor: { organizationId } },
        { rotationWaits: true },
      );
      const actor = { kind: 'CONTACT', organizationId, requestId } as const;
      if ((await commitWrite(deps.db, { ...write, actor })) === 'committed') return { kind: 'pressed' };
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status >= 500) throw error;
      // Somebody else may have been faster, and the rules speak of his mail.
      const since = await readAsked(deps, claim);
      return since?.state === 'open' ? { kind: 'refused', problem: error } : { kind: 'not-open', asked: since };
    }
  }
  throw new Error('the invitation kept changing while its link was sent anew');
}
