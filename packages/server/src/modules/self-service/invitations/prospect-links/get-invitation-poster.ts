import type { Call } from '../../../../core/api/index.ts';
import { ProblemError } from '../../../../platform/problems/problems.ts';
import { NotFound } from '../../../../platform/problems/problem-types.ts';
import { scannableColor } from '../../../parties/brand/index.ts';
import { FALLBACK_LANGUAGE, languageOf } from '../../../texts/index.ts';
import { type InvitationDeps, presentInvitation } from '../invitation.ts';
import { requestedLanguage } from '../requested.ts';
import type { PartnerInvitationPath } from '../schemas.ts';
import { requireWorkingLink } from './get-invitation-qr-code.ts';
import type { PosterPress } from './poster-press.ts';
import type { PrintedLinkRow } from './prospect-link-repository.ts';
import type { PosterFacts } from './render-poster-pdf.ts';
import type { PosterQuery } from './schemas.ts';

export type PosterDeps = Pick<InvitationDeps, 'db' | 'links'> & { readonly posterPress: PosterPress };

/** An A4 sheet to hang up (contract 3.4): of a KYC invitation, which is one buyer's, there is none. */
export async function getInvitationPoster(
  deps: PosterDeps,
  { params, query }: Call<{ params: PartnerInvitationPath; query: PosterQuery }>,
): Promise<Buffer> {
  const row = await requireWorkingLink(deps, params, { withLogo: true });
  if (row.kind !== 'PROSPECT') throw new ProblemError(NotFound, 'A KYC invitation has no poster.');
  const url = presentInvitation(row, deps.links).publicLinkUrl;
  const language = requestedLanguage(query.locale) ?? languageOf(row.locale) ?? FALLBACK_LANGUAGE;
  return deps.posterPress.press({ ...factsOf(row), url, language });
}

function factsOf({ brand, brand_logo, ...row }: PrintedLinkRow): Omit<PosterFacts, 'url' | 'language'> {
  const name = (brand?.isSellers ? brand.name : null) ?? row.seller_name;
  return {
    sellerName: name,
    sellerCountry: row.seller_country,
    color: scannableColor(brand?.color ?? null),
    madeAt: row.created_at,
    expiresAt: row.expires_at,
    ...(brand?.logo && brand_logo && { logo: { png: brand_logo, width: brand.logo.width, height: brand.logo.height } }),
  };
}
