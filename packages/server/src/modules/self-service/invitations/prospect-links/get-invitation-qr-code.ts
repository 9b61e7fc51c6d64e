import type { Call } from '../../../../core/api/index.ts';
import { scannableColor } from '../../../parties/brand/index.ts';
import { type InvitationDeps, invitationNotActive, invitationNotFound, presentInvitation } from '../invitation.ts';
import type { PartnerInvitationPath } from '../schemas.ts';
import { findPrintedLink, type PrintedLinkRow } from './prospect-link-repository.ts';
import { makeQrCodeFile, type QrCodeFile } from './qr-code-file.ts';
import type { QrCodeQuery } from './schemas.ts';

type LinkDeps = Pick<InvitationDeps, 'db' | 'links'>;

const DEFAULT_SIZE = 512;

/** The link as a picture, while it works: of a dead one nobody has any use (decision 0057). */
export async function getInvitationQrCode(
  deps: LinkDeps,
  { params, query }: Call<{ params: PartnerInvitationPath; query: QrCodeQuery }>,
): Promise<QrCodeFile> {
  const row = await requireWorkingLink(deps, params, { withLogo: false });
  const { format = 'svg', errorCorrection = 'M', size = DEFAULT_SIZE } = query;
  const text = presentInvitation(row, deps.links).publicLinkUrl;
  return makeQrCodeFile({ text, format, errorCorrection, size, color: scannableColor(row.brand?.color ?? null) });
}

/** @throws ProblemError where there is none, or where it has ended */
export async function requireWorkingLink(
  { db, links }: LinkDeps,
  params: PartnerInvitationPath,
  wish: { readonly withLogo: boolean },
): Promise<PrintedLinkRow> {
  const row = await findPrintedLink(db, params, wish);
  if (!row) throw invitationNotFound();
  if (row.status !== 'ACTIVE') throw invitationNotActive(row, links);
  return row;
}
