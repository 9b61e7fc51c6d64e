import type { Call, Decision } from '../../../../core/api/index.ts';
import { daysAfter } from '../../../../platform/clock.ts';
import { newId } from '../../../../platform/ids.ts';
import { FALLBACK_LANGUAGE, languageOfCountry } from '../../../texts/index.ts';
import { aboutInvitation, type InvitationDeps, presentInvitation } from '../invitation.ts';
import { refuseBadRedirect, requestedLanguage } from '../requested.ts';
import { findLinkSeller, insertProspectLink, type LinkSeller, type NewLink } from './prospect-link-repository.ts';
import { type CreateProspectLinkBody, PROSPECT_TYPES } from './schemas.ts';

const DEFAULT_DAYS = 90;

type LinkDeps = Pick<InvitationDeps, 'db' | 'links'>;
type CreateCall = Call<{ params: { sellerId: string }; body: CreateProspectLinkBody }>;

/** A link that the seller publishes, for people not yet known (contract 3.4). Nobody is mailed. */
export async function createProspectLink(deps: LinkDeps, call: CreateCall): Promise<Decision> {
  const { sellerId } = call.params;
  refuseBadRedirect(call.body.redirectUrl);
  const seller = await findLinkSeller(deps.db, sellerId);
  if (!seller) throw new Error(`an organization may act for seller ${sellerId}, who is not there`);
  const row = newLink(deps, call, seller);
  const location = `/v1/partners/${sellerId}/self-service-invitations/${row.id}`;
  return {
    answer: { status: 201, body: presentInvitation(row, deps.links), headers: { location } },
    effect: insertProspectLink(row),
    audit: [{ ...aboutInvitation(row), action: 'invitation.create' }],
  };
}

function newLink({ links }: LinkDeps, { actor, params, body }: CreateCall, { country, now }: LinkSeller): NewLink {
  return {
    id: newId(),
    seller_id: params.sellerId,
    buyer_id: null,
    kind: 'PROSPECT',
    status: 'ACTIVE',
    organization_id: actor.organizationId,
    recipient_email: null,
    label: body.label,
    locale: requestedLanguage(body.locale) ?? languageOfCountry(country) ?? FALLBACK_LANGUAGE,
    message: null,
    requested_documents: [],
    redirect_url: body.redirectUrl ?? null,
    reminders: false,
    max_uses: body.maxUses ?? null,
    prospect_types: body.prospectTypes ?? PROSPECT_TYPES,
    link_kid: links.currentKid(),
    link_version: 1,
    usage_count: 0,
    last_mail_at: null,
    created_at: now,
    expires_at: daysAfter(now, body.expiresInDays ?? DEFAULT_DAYS),
    last_used_at: null,
    revoked_at: null,
    revocation_reason: null,
    now,
  };
}
