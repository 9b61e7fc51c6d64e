import { commitWrite, type Write } from '../../../core/write/index.ts';
import { newId } from '../../../platform/ids.ts';
import { KYC_FILE } from '../documents/index.ts';
import type { StoredFile } from '../../files/index.ts';
import type { ReportDeps } from './receive-report.ts';
import { findWantedReport, storeReport, type WantedReport } from './report-repository.ts';

const MAX_DECISIONS = 8;

/**
 * Files the report: the document, its file, the line of the trail with its SHA-256, and that none is wanted any more, in one commit. Where
 * another job was quicker, or the buyer was erased meanwhile, its bytes go.
 */
export async function keepReport(deps: ReportDeps, sessionId: string, stored: StoredFile): Promise<void> {
  for (let decisions = 0; decisions < MAX_DECISIONS; decisions += 1) {
    const session = await findWantedReport(deps.db, sessionId);
    if (!session) return deps.files.discard(stored);
    if ((await commitWrite(deps.db, filing(deps, session, stored))) === 'committed') return;
  }
  throw new Error('the reports of the buyer are changing too quickly');
}

/** Of nobody's quota: the provider sends it, whoever had the person verified. */
function filing({ files }: ReportDeps, session: WantedReport, stored: StoredFile): Write {
  const [id, fileId] = [newId(), newId()];
  const { seller_id: sellerId, ended_at: endedAt, now: filedAt, is_newest: isNewest } = session;
  const details = { documentId: id, sha256: stored.sha256.toString('hex') };
  return {
    actor: { kind: 'SYSTEM', id: session.provider },
    effect: storeReport(session, { id, fileId, stored, endedAt, filedAt, isNewest }),
    also: [files.keep(stored, { kind: KYC_FILE, id: fileId })],
    audit: [{ action: 'verification.report', sellerId, subjectId: session.id, details }],
  };
}
