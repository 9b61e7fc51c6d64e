import { html, nothing } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import { renderRemove, twinQuestion } from './file-list.ts';
import { translatorFor, type Translate } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { SessionPath, SessionPlace } from '../session/session-address.ts';
import type { Documents, FileNotice, UploadedFile } from './documents-model.ts';

/** What the last step did to a file or an answer, said once, and the way back from it. */
export function renderFileNotice(
  notice: FileNotice | undefined,
  { language, sessionPath }: SessionPlace,
  documents?: Documents,
): Html {
  if (notice === undefined) return nothing;
  const translate = translatorFor(language);
  const twin = notice.kind === 'added' && documents ? findTwin(notice.fileName, documents) : undefined;
  return html`<div class="notice" role="status">
    !${icons.check}
    <p>${wordsOf(notice, translate)} ${twin?.twinOf === undefined ? '' : twinQuestion(twin.twinOf, translate)}</p>
    !${twin === undefined ? nothing : renderRemove(twin, sessionPath, translate)}
    !${renderUndo(notice, sessionPath, translate)}
  </div>`;
}

function wordsOf(notice: FileNotice, translate: Translate): string {
  switch (notice.kind) {
    case 'added': {
      const { fileName: file, count = 1 } = notice;
      return count > 1
        ? translate('documents.noticeAddedMany', { count })
        : translate('documents.noticeAdded', { file });
    }
    case 'removed':
      return translate('documents.noticeRemoved', { file: notice.fileName });
    case 'restored':
      return translate('documents.noticeRestored', { file: notice.fileName });
    case 'answered':
      return translate('documents.noticeAnswered', { name: translate(`documentType.${notice.type}`) });
    case 'answerRemoved':
      return translate('documents.noticeAnswerRemoved', { name: translate(`documentType.${notice.type}`) });
  }
}

/** The newest of its name, where it is there twice. */
function findTwin(fileName: string, { requested, others }: Documents): UploadedFile | undefined {
  const files = [...requested.flatMap(({ files: inCard }) => inCard), ...others];
  return files.findLast((file) => file.fileName === fileName && file.twinOf !== undefined);
}

function renderUndo(notice: FileNotice, sessionPath: SessionPath, translate: Translate): Html {
  if (notice.kind !== 'removed' || notice.fileId === undefined) return nothing;
  const { fileName: file, fileId } = notice;
  return html`<form method="post" action="${sessionPath(`documents/${encodeURIComponent(fileId)}/restore`)}">
    <button class="button-quiet" type="submit" aria-label="${translate('documents.undoFile', { file })}">
      ${translate('documents.undo')}
    </button>
  </form>`;
}
