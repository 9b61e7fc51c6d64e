import { html } from '../../../platform/markup/html.ts';
import { pluralForms, translatorFor, type TextKey, type Language } from '../../../modules/texts/index.ts';
import type { Html } from '../../../platform/markup/html.ts';

/** What the page's script says, by the name it knows the words by. It fills the placeholders itself. */
const SCRIPT_TEXTS = {
  hint: 'uploads.hint',
  camera: 'uploads.camera',
  list: 'uploads.list',
  waiting: 'uploads.waiting',
  progress: 'uploads.progress',
  offline: 'uploads.offline',
  checking: 'uploads.checking',
  later: 'uploads.later',
  whole: 'uploads.inOnePiece',
  failed: 'uploads.failed',
  blocked: 'uploads.blocked',
  unreadable: 'uploads.unreadable',
  'remove-blocked': 'uploads.removeBlocked',
  ended: 'uploads.ended',
  gone: 'uploads.gone',
  announce: 'uploads.announce',
  cancel: 'uploads.cancel',
  'cancel-file': 'uploads.cancelFile',
  cancelled: 'uploads.cancelled',
  retry: 'uploads.retry',
  'retry-file': 'uploads.retryFile',
  'retry-now': 'uploads.retryNow',
  'retry-now-file': 'uploads.retryNowFile',
  'device-left': 'device.left',
  'device-over': 'device.over',
  'device-came': 'device.came',
  added: 'documents.noticeAdded',
  'too-large': 'documents.errorFileTooLarge',
  'type-missing': 'documents.errorTypeMissing',
} as const satisfies Record<string, TextKey>;

const PLACEHOLDERS = ['name', 'file', 'percent', 'speed', 'time', 'files'];

/** As attributes, so that the policy against inline script may stay as strict as it is. */
export function renderScriptTexts(language: Language, values: Readonly<Record<string, string>>): Html {
  const translate = translatorFor(language);
  const kept = Object.fromEntries(PLACEHOLDERS.map((name) => [name, `{{${name}}}`]));
  const attributes = Object.entries(SCRIPT_TEXTS).map(
    ([name, key]) => html`data-text-${name}="${translate(key, { ...kept, ...values })}"`,
  );
  const counted = pluralForms('uploads.onTheirWay', language).map(
    ([form, text]) => html`data-text-on-their-way-${form}="${text}"`,
  );
  return html`!${[...attributes, ...counted].join(' ') as Html}`;
}
