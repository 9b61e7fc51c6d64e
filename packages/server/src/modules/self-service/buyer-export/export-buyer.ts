import type { Writable } from 'node:stream';
import { AdminError } from '../../../platform/admin-error.ts';
import { type ZippedFile, writeZip } from '../../../platform/zip.ts';
import { type BuyerPath, findBuyer } from '../../parties/buyers/index.ts';
import { archiveEntries, type ArchiveEntry } from './archive-entries.ts';
import { jsonText } from './json-text.ts';
import { MANIFEST, manifestOf } from './manifest.ts';
import type { BuyerExportDeps } from './read-records.ts';
import { findBuyerToExport } from './repository.ts';

interface ExportWish {
  readonly place: BuyerPath;
  /** Why, for the log of readings. */
  readonly purpose: string | undefined;
  /** Takes the archive. */
  readonly sink: Writable;
}

export type ExportBuyer = (deps: BuyerExportDeps, wish: ExportWish) => Promise<readonly ZippedFile[]>;

/**
 * Writes all that is kept of a buyer as a ZIP, in the memory of a few rows and of one piece of a file. That it is read is written down
 * before the first byte. @throws AdminError when there is no such buyer, he was erased, or a file cannot be read
 */
export const exportBuyer: ExportBuyer = async (deps, { place, purpose, sink }) => {
  const buyer = await findBuyerToExport(deps.db, place, purpose);
  if (!buyer) throw new AdminError('there is no such buyer');
  const { erased_at: erasedAt, now: exportedAt } = buyer;
  refuseErased(erasedAt);
  const entries = await archiveEntries(deps, place);
  const written: ZippedFile[] = [];
  async function* manifest(): AsyncGenerator<string> {
    // Else what was read before and after would be of two worlds.
    refuseErased((await findBuyer(deps.db, place))?.erased_at ?? null);
    const files = written.map((file, at) => ({ ...file, description: entries[at]?.description ?? '' }));
    yield jsonText(manifestOf({ ...place, exportedAt, files }));
  }
  const last: Omit<ArchiveEntry, 'description'> = { path: MANIFEST, isCompressed: true, content: manifest };
  await writeZip([...entries, last], sink, { madeAt: exportedAt, onWritten: (file) => written.push(file) });
  return written;
};

function refuseErased(erasedAt: Date | null): void {
  if (erasedAt === null) return;
  const kept = 'what the law has the seller keep of him is not handed on';
  throw new AdminError(`the buyer was erased at ${erasedAt.toISOString()}; ${kept}`);
}
