import { makeElement } from './make-element.ts';
import type { Texts } from './texts.ts';

/** Where files come from: the file field, a phone's camera, dropping, pasting. `take` says whether they were taken. */
export function listenForFiles(
  root: HTMLElement,
  texts: Texts,
  take: (card: HTMLElement, files: readonly File[]) => boolean,
): void {
  listenToFields(root, take);
  listenToDrops(root, take);
  listenToPastes(root, take);
  if (isTouched()) addCameras(root, texts);
}

/** A phone or a tablet: nothing is dragged or pasted there, and it has a camera. */
export function isTouched(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}

type Take = (card: HTMLElement, files: readonly File[]) => boolean;

function cardOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-document]') : null;
}

/** Files that wait for their document's type to be chosen go when it is. */
function listenToFields(root: HTMLElement, take: Take): void {
  root.addEventListener('change', ({ target }) => {
    const card = cardOf(target);
    if (!card) return;
    const fields = isFileField(target) ? [target] : card.querySelectorAll<HTMLInputElement>('input[type="file"]');
    for (const field of fields) {
      const files = Array.from(field.files ?? []);
      if (files.length > 0 && take(card, files)) field.value = '';
    }
  });
  root.addEventListener('submit', (event) => {
    const { target } = event;
    if (target instanceof HTMLFormElement && target.matches('.upload')) event.preventDefault();
  });
}

function isFileField(target: EventTarget | null): target is HTMLInputElement {
  return target instanceof HTMLInputElement && target.type === 'file';
}

function listenToDrops(root: HTMLElement, take: Take): void {
  const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
  const mark = (card: HTMLElement | null): void => {
    for (const marked of root.querySelectorAll('.is-drop-target'))
      if (marked !== card) marked.classList.remove('is-drop-target');
    card?.classList.add('is-drop-target');
  };
  document.addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return;
    // Also beside the cards: the browser would leave the page for the file.
    event.preventDefault();
    mark(cardOf(event.target));
  });
  document.addEventListener('dragleave', (event) => void (event.relatedTarget === null && mark(null)));
  document.addEventListener('drop', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    mark(null);
    const card = cardOf(event.target);
    const files = Array.from(event.dataTransfer?.files ?? []);
    if (card && files.length > 0) take(card, files);
  });
}

/** To the document at hand: the one with the focus, else the first that is still needed. */
function listenToPastes(root: HTMLElement, take: Take): void {
  document.addEventListener('paste', (event) => {
    const files = Array.from(event.clipboardData?.files ?? []);
    const open = root.querySelector('[data-open="yes"]')?.closest<HTMLElement>('[data-document]');
    const card = cardOf(document.activeElement) ?? open ?? root.querySelector<HTMLElement>('[data-document]');
    if (files.length === 0 || !card) return;
    event.preventDefault();
    take(card, files);
  });
}

function addCameras(root: HTMLElement, texts: Texts): void {
  for (const card of root.querySelectorAll<HTMLElement>('[data-document]')) {
    const field = makeElement('input', {
      type: 'file',
      accept: 'image/*',
      capture: 'environment',
      class: 'visually-hidden',
    });
    const name = makeElement('span', { class: 'visually-hidden' }, `: ${card.dataset.name}`);
    // Beside the button that it is another way for, and outside of the part that is put in place anew.
    card
      .querySelector('[data-part^="form-"]')
      ?.after(makeElement('label', { class: 'button button-secondary camera' }, texts.say('camera'), name, field));
  }
}
