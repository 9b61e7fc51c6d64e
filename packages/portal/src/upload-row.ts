import { makeElement } from './make-element.ts';
import { createSpeedMeter } from './speed-meter.ts';
import type { Texts } from './texts.ts';

export type RowState =
  'waiting' | 'sending' | 'whole' | 'offline' | 'checking' | 'later' | 'failed' | 'blocked' | 'ended';

/** Where the visitor may ask for another try. */
const STOPPED: ReadonlySet<RowState> = new Set(['later', 'failed', 'blocked', 'ended']);

/** Why it stopped is said at the field, with the focus, and not here a second time. */
const TOLD: ReadonlySet<RowState> = new Set(['failed', 'blocked', 'ended']);

/** One file on its way, as the visitor sees it. */
export interface UploadRow {
  readonly element: HTMLElement;
  show(state: RowState, sent?: number): void;
}

export interface UploadRowOptions {
  readonly file: File;
  readonly texts: Texts;
  readonly onCancel: () => void;
  readonly onRetry: () => void;
}

export function createUploadRow({ file, texts, onCancel, onRetry }: UploadRowOptions): UploadRow {
  const speed = createSpeedMeter();
  const facts = makeElement('p', { class: 'file-facts' });
  const bar = makeElement('progress', { class: 'upload-bar', max: '1', value: '0', 'aria-label': file.name });
  const name = makeElement('p', { class: 'file-name' }, makeElement('bdi', {}, file.name));
  const retry = makeButton(texts.say('retry'), texts.say('retry-file', { file: file.name }), onRetry);
  const cancel = makeButton(texts.say('cancel'), texts.say('cancel-file', { file: file.name }), onCancel);
  const element = makeElement(
    'li',
    { class: 'file file-sending' },
    makeElement('div', { class: 'file-text' }, name, bar, facts),
    makeElement('div', { class: 'file-buttons' }, retry, cancel),
  );

  function progressText(sent: number): string {
    const perSecond = speed.perSecond();
    const percent = texts.percent(sent / file.size);
    if (perSecond === undefined) return percent;
    const time = texts.seconds((file.size - sent) / perSecond);
    return texts.say('progress', { percent, speed: texts.bytes(perSecond), time });
  }

  return {
    element,
    show(state, sent = 0) {
      element.dataset.state = state;
      element.toggleAttribute('data-told', TOLD.has(state));
      if (!STOPPED.has(state) && document.activeElement === retry) cancel.focus();
      retry.hidden = !STOPPED.has(state);
      const which = state === 'later' ? 'retry-now' : 'retry';
      retry.textContent = texts.say(which);
      retry.setAttribute('aria-label', texts.say(`${which}-file`, { file: file.name }));
      if (state === 'whole') bar.value = sent / file.size;
      if (state !== 'sending') {
        speed.restart();
        facts.textContent = texts.say(state, { file: file.name });
        return;
      }
      speed.count(sent);
      bar.value = sent / file.size;
      facts.textContent = progressText(sent);
    },
  };
}

function makeButton(text: string, label: string, onPress: () => void): HTMLButtonElement {
  const button = makeElement('button', { class: 'button-quiet', type: 'button', 'aria-label': label }, text);
  button.addEventListener('click', onPress);
  return button;
}
