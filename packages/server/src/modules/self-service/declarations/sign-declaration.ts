import { Readable } from 'node:stream';
import sql from 'sql-template-tag';
import { newId } from '../../../platform/ids.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { Companion } from '../../../core/write/index.ts';
import type { Asker, StoredFile } from '../../files/index.ts';
import { dropFiles } from '../../files/index.ts';
import {
  areFormFiles,
  deleteDraftFilesOf,
  type DocumentType,
  KYC_FILE,
  listDraftFiles,
  MAX_FILE_BYTES,
} from '../../kyc/documents/index.ts';
import { keepAnswers } from '../declaration-answers/index.ts';
import type { LinkVisitor } from '../invitations/index.ts';
import { isoDay } from '../../texts/index.ts';
import { type Admission, addToDraft, type DraftDeps } from '../submissions/index.ts';
import { isRoomInsteadOf } from '../uploads/index.ts';
import { answersOf } from './answers-of-declaration.ts';
import type { Declaration } from './declaration.ts';
import { renderDeclarationPdf } from './render-declaration-pdf.ts';

const TYPE: DocumentType = 'AML_DECLARATION';

/** Each is lost to another form of the same draft that was signed in the same moment. */
const MAX_TRIES = 5;

export interface SigningDeps extends DraftDeps {
  readonly keyring: Keyring;
}

interface SignedPaper {
  readonly declaration: Declaration;
  readonly stored: StoredFile;
}

/**
 * Makes the declaration a file of the draft, judged like one that was sent, and keeps what it says as data beside it. It takes the place of an earlier one that was filled in
 * here; files that were sent stay. Undefined: the link ended meanwhile or the draft is full, and nothing was kept.
 * @throws as the store's `receive` does
 */
export async function signDeclaration(
  deps: SigningDeps,
  visitor: LinkVisitor,
  { declaration, asker }: { readonly declaration: Declaration; readonly asker: Asker },
): Promise<StoredFile | undefined> {
  const bytes = await renderDeclarationPdf(declaration);
  const fileName = `declaration-${isoDay(declaration.signedAt, declaration.companyCountry)}.pdf`;
  const stored = await deps.files.receive(Readable.from([bytes]), { fileName, maxBytes: MAX_FILE_BYTES, ...asker });
  if (await putInDraft(deps, visitor, { declaration, stored })) return stored;
  await deps.files.discard(stored);
  return undefined;
}

async function putInDraft(
  deps: SigningDeps,
  visitor: LinkVisitor,
  { declaration, stored }: SignedPaper,
): Promise<boolean> {
  const id = newId();
  const answers = keepAnswers(deps, id, answersOf(declaration));
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const earlier = (await listDraftFiles(deps.db, visitor.link.id)).filter((file) => file.is_from_form);
    const ids = earlier.map(({ id }) => id).sort();
    if (
      await addToDraft(deps, visitor, { id, type: TYPE, stored, admission: insteadOf(ids, answers), isFromForm: true })
    ) {
      for (const key of earlier.flatMap((file) => file.storage_keys)) await deps.files.remove(key);
      return true;
    }
  }
  return false;
}

/** Under the invitation's lock: only where these are what the form made so far, so that of two at once the later one replaces. */
function insteadOf(ids: readonly string[], answers: Companion): Admission {
  return {
    ctes: (guard) => [
      sql`room as materialized (select standing.id from standing
        where ${areFormFiles(sql`standing`, ids)} and ${isRoomInsteadOf(ids.length)} and ${guard})`,
      sql`replaced as (${deleteDraftFilesOf(sql`room`, ids)})`,
    ],
    condition: sql`exists (select from room)`,
    also: [dropFiles(KYC_FILE, sql`select id from replaced`), answers],
  };
}
