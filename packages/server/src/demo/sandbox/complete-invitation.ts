import { isDocumentType, typeToRequest } from '../../modules/kyc/documents/index.ts';
import {
  findInvitation,
  getForOperator,
  type InvitationDeps,
  type InvitationRow,
  presentInvitation,
} from '../../modules/self-service/invitations/index.ts';
import { AdminError } from '../../platform/admin-error.ts';
import { fieldProblem } from '../../platform/problems/field-problem.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import { NotFound } from '../../platform/problems/problem-types.ts';
import { SAMPLES } from '../samples/index.ts';
import { createPageVisitor, PageRefused, type PageVisitor } from './page-visitor.ts';
import { StepRefused } from './problems.ts';

export interface CompletingDeps extends InvitationDeps {
  readonly publicBaseUrl: string;
  readonly ownUrl: () => string;
}

/**
 * Does on the buyer's page what a buyer does: start, a sample for each document that he is asked for, and send. What the page refuses is
 * refused here. @returns the invitation as it stands then
 */
export async function completeInvitation(deps: CompletingDeps, invitationUuid: string): Promise<object> {
  const row = await findRow(deps, invitationUuid);
  if (row.kind !== 'KYC') throw fieldProblem('uuid', 'must be of a KYC invitation: a published link is for anybody');
  const { publicLinkUrl } = presentInvitation(row, deps.links);
  const visitor = createPageVisitor({ ownUrl: deps.ownUrl(), publicBaseUrl: deps.publicBaseUrl });
  try {
    await walk(visitor, new URL(publicLinkUrl).pathname, typesOf(row, deps));
  } catch (error) {
    throw error instanceof PageRefused
      ? new ProblemError(StepRefused, error.message, { currentResource: await standing(deps, row) })
      : error;
  }
  return standing(deps, row);
}

async function walk(visitor: PageVisitor, link: string, types: readonly string[]): Promise<void> {
  const documents = await visitor.post(`${link}/start`, new URLSearchParams());
  const session = documents.slice(0, documents.lastIndexOf('/'));
  for (const type of types) await visitor.post(`${session}/documents`, await upload(type));
  const page = await (await visitor.get(`${session}/review`)).text();
  const privacyNoticeVersion = /name="privacyNoticeVersion" value="([^"]*)"/.exec(page)?.[1] ?? '';
  const end = await visitor.post(`${session}/review`, new URLSearchParams({ consent: 'yes', privacyNoticeVersion }));
  if (!end.endsWith('/done')) throw new PageRefused('review', 422);
}

async function upload(type: string): Promise<FormData> {
  const { fileName, draw } = sampleOf(type);
  const form = new FormData();
  form.set('type', type);
  form.set('file', new Blob([new Uint8Array(await draw())]), fileName);
  return form;
}

/** A paper that is plainly a specimen, of another kind where there is none of this one. */
function sampleOf(type: string): { readonly fileName: string; readonly draw: () => Promise<Buffer> } {
  return (
    Object.entries(SAMPLES).find(([name]) => name === type)?.[1] ?? {
      ...SAMPLES.COC_EXTRACT,
      fileName: `${type.toLowerCase()}.pdf`,
    }
  );
}

function typesOf({ requested_documents: requested }: InvitationRow, { completeDocuments }: CompletingDeps): string[] {
  const entries = requested.length > 0 ? requested : completeDocuments;
  return entries.flatMap((entry) => (isDocumentType(entry) ? entry : (typeToRequest(entry) ?? [])));
}

async function findRow({ db }: CompletingDeps, invitationUuid: string): Promise<InvitationRow> {
  const found = await getForOperator(db, invitationUuid).catch((error: unknown) => {
    if (error instanceof AdminError) return undefined;
    throw error;
  });
  const row = found && (await findInvitation(db, { sellerId: found.seller_id, invitationUuid }));
  if (!row) throw new ProblemError(NotFound, 'There is no such invitation.');
  return row;
}

async function standing(deps: CompletingDeps, { id, seller_id: sellerId }: InvitationRow): Promise<object> {
  const row = await findInvitation(deps.db, { sellerId, invitationUuid: id });
  return row ? presentInvitation(row, deps.links) : {};
}
