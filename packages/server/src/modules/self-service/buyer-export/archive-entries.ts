import { AdminError } from '../../../platform/admin-error.ts';
import type { ZipEntry } from '../../../platform/zip.ts';
import { FileError } from '../../files/index.ts';
import { type BuyerFileRow, documentRecords } from '../../kyc/documents/index.ts';
import { verificationRecords } from '../../kyc/verification/index.ts';
import { viesCheckRecords } from '../../kyc/vies/index.ts';
import { type BuyerPath, findBuyer, presentBuyer } from '../../parties/buyers/index.ts';
import { contactRecords } from '../../parties/contacts/index.ts';
import { jsonArray, jsonText } from './json-text.ts';
import { archivePathOf, presentDocumentRecord, presentDraft, presentSession } from './present-records.ts';
import { prospectRecords } from '../prospects/index.ts';
import {
  type BuyerExportDeps,
  listDrafts,
  readInvitations,
  readReadings,
  readSubmissions,
  readTrail,
} from './read-records.ts';

export interface ArchiveEntry extends ZipEntry {
  /** In plain words. */
  readonly description: string;
}

/** All of the archive but its manifest. What each holds is read when its turn comes. */
export async function archiveEntries(deps: BuyerExportDeps, place: BuyerPath): Promise<ArchiveEntry[]> {
  const [records, drafts] = await Promise.all([documentRecords(deps.db, place), listDrafts(deps, place)]);
  const pathOf = new Map(records.files.map((file) => [file.id, archivePathOf(file)]));
  return [
    json('buyer.json', 'The company: name, address, VAT number, state.', () => buyerText(deps, place)),
    json('contacts.json', 'The persons to ask there.', () => listed(contactRecords(deps, place))),
    json(
      'invitations.json',
      'Who was asked for documents, when and in which words; what happened, and which mails went out.',
      () => jsonArray(readInvitations(deps, place)),
    ),
    json(
      'submissions.json',
      'What was sent by invitations: corrections, remarks, declarations, what could not be supplied.',
      () => jsonArray(readSubmissions(deps, place)),
    ),
    json('prospects.json', 'Who introduced himself on a published link and became this buyer.', () =>
      listed(prospectRecords(deps, place)),
    ),
    json('drafts.json', 'What was entered or added and not sent.', () => jsonArray(drafts.map(presentDraft))),
    json('documents.json', 'All documents with their history, and where their files are in this archive.', () =>
      jsonArray(records.documents.map((row) => presentDocumentRecord(row, pathOf))),
    ),
    json('vies-checks.json', 'Checks of the VAT number against VIES.', () => listed(viesCheckRecords(deps, place))),
    json('verifications.json', 'Identity verifications, and how they ended.', () =>
      listed(verificationRecords(deps.db, place).then((rows) => rows.map(presentSession))),
    ),
    json('access-log.json', 'Who read personal data of this buyer, when and why; this export included.', () =>
      jsonArray(readReadings(deps, place)),
    ),
    json('trail.json', 'Who did what with the buyer, beside his invitations.', () =>
      jsonArray(readTrail(deps, place, records)),
    ),
    ...[...records.files, ...drafts.flatMap((draft) => draft.files)].map((file) => original(deps, file)),
  ];
}

function json(path: string, description: string, content: ZipEntry['content']): ArchiveEntry {
  return { path, description, isCompressed: true, content };
}

async function* listed(items: Promise<readonly object[]>): AsyncGenerator<string> {
  yield* jsonArray(await items);
}

async function* buyerText({ db }: BuyerExportDeps, place: BuyerPath): AsyncGenerator<string> {
  const row = await findBuyer(db, place);
  if (row) yield jsonText(presentBuyer(row));
}

function original({ files }: BuyerExportDeps, file: BuyerFileRow): ArchiveEntry {
  return {
    path: archivePathOf(file),
    description: `A file of the type ${file.type}, as it was received.`,
    isCompressed: false,
    content: () => bytesOf(files, file),
  };
}

async function* bytesOf(files: BuyerExportDeps['files'], file: BuyerFileRow): AsyncGenerator<Buffer> {
  try {
    yield* await files.open(file.storage_key);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new AdminError(`file ${file.id} of the type ${file.type} cannot be read: ${error.message}`, { cause: error });
  }
}
