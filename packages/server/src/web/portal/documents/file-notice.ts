import { html, nothing } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import type { Translate } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { FileNotice } from './documents-model.ts';

/** What the last step did to a file, said once. */
export function renderFileNotice(notice: FileNotice | undefined, translate: Translate): Html {
  if (notice === undefined) return nothing;
  const { kind, fileName: file, count = 1 } = notice;
  const added =
    count > 1 ? translate('documents.noticeAddedMany', { count }) : translate('documents.noticeAdded', { file });
  return html`<p class="notice" role="status">
    !${icons.check}<span>${kind === 'added' ? added : translate('documents.noticeRemoved', { file })}</span>
  </p>`;
}
