import { formatByteSize } from '../../../modules/texts/index.ts';
import { html, nothing, when } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import type { Translate } from '../../../modules/texts/index.ts';
import type { DocumentType } from '../../../modules/kyc/documents/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { SessionPath, SessionPlace } from '../session/session-address.ts';
import type { UploadedFile } from './documents-model.ts';

interface FileList {
  readonly files: readonly UploadedFile[];
  /** Read out before the list. */
  readonly label: string;
  /** Shows each file's document type: where files of several types stand together. */
  readonly showsType?: boolean;
  readonly showsSize?: boolean;
  readonly isEditable?: boolean;
}

/** What the address of a file that is looked at says, where the way back leads to the last step. */
export const FROM_REVIEW = 'review';

/** Something is asked about it, or it was just looked at: its card is open. */
export function holdsOpen({ looksEmpty, twinOf, isInFocus }: UploadedFile): boolean {
  return looksEmpty === true || twinOf !== undefined || isInFocus === true;
}

export function renderFileList(list: FileList, place: SessionPlace, translate: Translate): Html {
  const { language, sessionPath } = place;
  const { isEditable = false } = list;
  if (list.files.length === 0) return nothing;
  const rows = list.files.map((file) => {
    const facts = [
      ...(list.showsType === true ? [translate(`documentType.${file.type}`)] : []),
      ...(list.showsSize === true ? [formatByteSize(file.byteSize, language)] : []),
    ];
    return html`<li class="file">
      !${renderPicture(file, { sessionPath, translate, isEditable })}
      <div class="file-text">
        <p class="file-name"><bdi>${file.fileName}</bdi></p>
        !${when(facts.length > 0, () => html`<p class="file-facts">${facts.join('\u00a0· ')}</p>`)}
        !${isEditable ? renderDoubt(file, translate) : nothing}
      </div>
      !${isEditable ? renderRemove(file, sessionPath, translate) : nothing}
    </li>`;
  });
  return html`<ul class="files" aria-label="${list.label}">
    !${rows}
  </ul>`;
}

/** A question and no refusal: only who sent the file knows what it is. */
function renderDoubt({ looksEmpty, twinOf }: UploadedFile, translate: Translate): Html {
  if (twinOf !== undefined) return html`<p class="file-doubt">${twinQuestion(twinOf, translate)}</p>`;
  return looksEmpty === true ? html`<p class="file-doubt">${translate('documents.looksEmpty')}</p>` : nothing;
}

export function twinQuestion(twinOf: DocumentType, translate: Translate): string {
  return translate('documents.twin', { name: translate(`documentType.${twinOf}`) });
}

/** Opens large. Known in size before it comes, so that nothing jumps. */
function renderPicture(
  file: UploadedFile,
  { sessionPath, translate, isEditable }: { sessionPath: SessionPath; translate: Translate; isEditable: boolean },
): Html {
  const { id, fileName, preview, isInFocus } = file;
  if (preview === undefined) return icons.document;
  return html`<a
    class="file-open"
    href="${sessionPath(`documents/${encodeURIComponent(id)}/view${isEditable ? '' : `?from=${FROM_REVIEW}`}`)}"
    !${isInFocus === true ? html`autofocus` : nothing}
    ><img
      class="file-preview"
      src="${sessionPath(`documents/${encodeURIComponent(id)}/preview`)}"
      width="${preview.width}"
      height="${preview.height}"
      loading="lazy"
      alt="${translate('documents.enlarge', { file: fileName })}"
  /></a>`;
}

export function renderRemove(file: UploadedFile, sessionPath: SessionPath, translate: Translate): Html {
  return html`<form method="post" action="${sessionPath(`documents/${encodeURIComponent(file.id)}/remove`)}">
    <button
      class="button-quiet"
      type="submit"
      aria-label="${translate('documents.removeFile', { file: file.fileName })}"
    >
      ${translate('documents.remove')}
    </button>
  </form>`;
}
