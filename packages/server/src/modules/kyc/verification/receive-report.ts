import type { Logger } from '../../../platform/logger.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { MAX_FILE_BYTES } from '../documents/index.ts';
import { FileError, type FileStore, FileUnchecked, type StoredFile } from '../../files/index.ts';
import type { VerificationDeps } from './deps.ts';
import { ProviderError } from './provider.ts';
import type { WantedReport } from './report-repository.ts';

export interface ReportDeps extends VerificationDeps {
  readonly files: FileStore;
  readonly log: Logger;
}

export type ReceivedReport = { readonly kind: 'stored'; readonly stored: StoredFile } | NoReport;

interface NoReport {
  readonly kind: 'none';
  /** In a word, for log and trail; nothing of the report. */
  readonly failure: string;
  /** He would give the same again. */
  readonly isFinal: boolean;
  /** The operator has to do something. */
  readonly isOurs: boolean;
  /** At least. */
  readonly pauseMs?: number;
}

/** The report, streamed into the store and judged as every file is. It is nobody's yet: the sweep removes what is never filed. */
export async function receiveReport(deps: ReportDeps, session: WantedReport): Promise<ReceivedReport> {
  const { verification: provider, files } = deps;
  if (provider?.name !== session.provider) return later('provider-not-configured', { isOurs: true });
  try {
    const source = await provider.fetchReport({
      scanRef: session.scan_ref,
      outcome: session.status,
      aml: session.aml_status,
      endedAt: session.ended_at,
    });
    const fileName = `verification-report-${session.id}.pdf`;
    const stored = await files.receive(source, { fileName, maxBytes: MAX_FILE_BYTES });
    if (stored.mediaType === 'application/pdf') return { kind: 'stored', stored };
    await files.discard(stored);
    return refused('not-a-pdf');
  } catch (error) {
    return noReport(error);
  }
}

/** @throws what is neither the provider's doing nor the file's */
function noReport(error: unknown): NoReport {
  if (error instanceof ProviderError) {
    const { failure, isOurs, isFinal, retryAfterSeconds } = error;
    return isFinal ? refused(failure) : later(failure, { isOurs, pauseMs: retryAfterSeconds * 1_000 });
  }
  if (error instanceof FileUnchecked) return later(error.code, { pauseMs: error.retryAfterSeconds * 1_000 });
  if (error instanceof FileError) return refused(error.code);
  if (error instanceof ProblemError && error.slug === 'unavailable') return later('no-room-here');
  throw error;
}

function refused(failure: string): NoReport {
  return { kind: 'none', failure, isFinal: true, isOurs: true };
}

function later(failure: string, { isOurs = false, pauseMs = 0 } = {}): NoReport {
  return { kind: 'none', failure, isFinal: false, isOurs, pauseMs };
}
