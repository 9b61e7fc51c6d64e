import { formatByteSize, formatInstant } from '../../../modules/texts/index.ts';
import { html, nothing, when } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import type { Translate } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { SessionPath, SessionPlace } from '../session/session-address.ts';
import type { UnfinishedUpload } from './documents-model.ts';

interface UnfinishedList {
  readonly uploads: readonly UnfinishedUpload[];
  /** Read out before the list. */
  readonly label: string;
  /** Where it is shown as what is left to do before the sending: there is nothing to choose files with. */
  readonly isBeforeSending?: boolean;
}

/** What the field `back` of a form says that leads back to the last step. */
export const BACK_TO_REVIEW = 'review';

/** To a file of the list. */
export function unfinishedId({ id }: UnfinishedUpload): string {
  return `unfinished-${id}`;
}

/** Files that broke off on their way. The script shows those that it is sending itself in a livelier way, and hides them here. */
export function renderUnfinishedList(list: UnfinishedList, place: SessionPlace, translate: Translate) {
  const { uploads, label, isBeforeSending = false } = list;
  if (uploads.length === 0) return nothing;
  return html`<ul class="files files-unfinished" aria-label="${label}">
    !${uploads.map((upload) => renderUnfinished(upload, { place, translate, isBeforeSending }))}
  </ul>`;
}

interface Surroundings {
  readonly place: SessionPlace;
  readonly translate: Translate;
  readonly isBeforeSending: boolean;
}

function renderUnfinished(upload: UnfinishedUpload, { place, translate, isBeforeSending }: Surroundings): Html {
  const { id, fileName, receivedBytes, byteSize } = upload;
  const { language, sessionPath, country } = place;
  const isWhole = receivedBytes === byteSize;
  const size = formatByteSize(byteSize, language);
  const received = formatByteSize(receivedBytes, language);
  const begun = translate('uploads.begunAt', { date: formatInstant(upload.begunAt, language, country) });
  const state = isWhole ? translate('uploads.whole', { size }) : translate('uploads.unfinished', { received, size });
  return html`<li
    class="file"
    id="${unfinishedId(upload)}"
    tabindex="-1"
    data-upload="${id}"
    data-fingerprint="${upload.fingerprint}"
    data-type="${upload.type}"
    data-whole="${isWhole ? 'yes' : 'no'}"
    data-size="${byteSize}"
  >
    !${icons.document}
    <div class="file-text">
      <p class="file-name"><bdi>${fileName}</bdi></p>
      <p class="file-facts">${begun}${'\u00a0· '}${state}</p>
    </div>
    !${when(isWhole, () => renderFinish(upload, sessionPath, translate))}
    <form method="post" action="${sessionPath(`uploads/${id}/remove`)}">
      !${when(isBeforeSending, () => html`<input type="hidden" name="back" value="${BACK_TO_REVIEW}" />`)}
      <button class="button-quiet" type="submit" aria-label="${translate('documents.removeFile', { file: fileName })}">
        ${translate('documents.remove')}
      </button>
    </form>
  </li>`;
}

/** Its bytes are there and its process died, or the page was left, before the end. The script asks for it by itself. */
function renderFinish({ id, fileName }: UnfinishedUpload, sessionPath: SessionPath, translate: Translate): Html {
  return html`<form method="post" action="${sessionPath(`uploads/${id}/finish`)}">
    <button class="button-quiet" type="submit" aria-label="${translate('documents.uploadFor', { name: fileName })}">
      ${translate('documents.upload')}
    </button>
  </form>`;
}
