import { html, nothing } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import type { Translate } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { FileNotice } from './documents-model.ts';

/** What the last step did to a file or an answer, said once. */
export function renderFileNotice(notice: FileNotice | undefined, translate: Translate): Html {
  if (notice === undefined) return nothing;
  return html`<p class="notice" role="status">!${icons.check}<span>${wordsOf(notice, translate)}</span></p>`;
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
    case 'answered':
      return translate('documents.noticeAnswered', { name: translate(`documentType.${notice.type}`) });
    case 'answerRemoved':
      return translate('documents.noticeAnswerRemoved', { name: translate(`documentType.${notice.type}`) });
  }
}
