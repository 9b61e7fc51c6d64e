import { html, nothing } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import { renderRemove, twinQuestion } from './file-list.ts';
import { translatorFor, type Translate } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { SessionPlace } from '../session/session-address.ts';
import type { Documents, FileNotice, UploadedFile } from './documents-model.ts';

/** What the last step did to a file, said once, and the way back from it. */
export function renderFileNotice(
  notice: FileNotice | undefined,
  { language, sessionPath }: SessionPlace,
  documents?: Documents,
): Html {
  if (notice === undefined) return nothing;
  const translate = translatorFor(language);
  const { kind, fileName, fileId } = notice;
  const twin = kind === 'added' && documents ? findTwin(fileName, documents) : undefined;
  return html`<div class="notice" role="status">
    !${icons.check}
    <p>${wordsOf(notice, translate)} ${twin?.twinOf === undefined ? '' : twinQuestion(twin.twinOf, translate)}</p>
    !${twin === undefined ? nothing : renderRemove(twin, sessionPath, translate)}
    !${fileId === undefined ? nothing : renderUndo({ fileId, fileName }, sessionPath, translate)}
  </div>`;
}

function wordsOf({ kind, fileName: file, count = 1 }: FileNotice, translate: Translate): string {
  if (kind === 'removed') return translate('documents.noticeRemoved', { file });
  if (kind === 'restored') return translate('documents.noticeRestored', { file });
  return count > 1 ? translate('documents.noticeAddedMany', { count }) : translate('documents.noticeAdded', { file });
}

/** The newest of its name, where it is there twice. */
function findTwin(fileName: string, { requested, others }: Documents): UploadedFile | undefined {
  const files = [...requested.flatMap(({ files: inCard }) => inCard), ...others];
  return files.filter((file) => file.fileName === fileName && file.twinOf !== undefined).at(-1);
}

function renderUndo(
  { fileId, fileName }: { readonly fileId: string; readonly fileName: string },
  sessionPath: SessionPlace['sessionPath'],
  translate: Translate,
): Html {
  return html`<form method="post" action="${sessionPath(`documents/${encodeURIComponent(fileId)}/restore`)}">
    <button class="button-quiet" type="submit" aria-label="${translate('documents.undoFile', { file: fileName })}">
      ${translate('documents.undo')}
    </button>
  </form>`;
}
