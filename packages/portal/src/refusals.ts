import { openCard } from './focus-card.ts';
import { makeElement } from './make-element.ts';

const FIELDS = 'input, select, textarea';

/** What is wrong, where it happened: at the card that the file was for, with the focus, as the page without script does. */
export interface Refusals {
  add(message: string, fieldId: string): void;
  clear(): void;
}

export function createRefusals(main: HTMLElement): Refusals {
  const template = main.querySelector<HTMLTemplateElement>('[data-error-template]');

  function boxAt(place: HTMLElement): HTMLElement {
    const id = `${place.id}-error`;
    const known = document.getElementById(id);
    if (known) return known;
    const box = makeElement('div', { class: 'field-error', id, role: 'alert', tabindex: '-1' });
    const row = place.closest('.upload-row, .document-head, select') ?? place;
    // Words about a field stand above it, those about the whole card below its heading.
    if (place.matches(FIELDS)) row.before(box);
    else row.after(box);
    point(place, id, true);
    return box;
  }

  return {
    add(message, fieldId) {
      const place = document.getElementById(fieldId) ?? document.getElementById('file-count');
      if (!place || !template) return;
      openCard(place.closest('[data-document]'));
      const box = boxAt(place);
      const words = template.content.cloneNode(true) as DocumentFragment;
      words.querySelector('span')?.append(message);
      box.append(words);
      box.focus();
    },
    clear() {
      main.querySelector('.error-summary')?.remove();
      for (const box of main.querySelectorAll('.field-error')) {
        const place = document.getElementById(box.id.slice(0, -'-error'.length));
        if (place) point(place, box.id, false);
        box.remove();
      }
      // What stood there stands at the files again.
      for (const row of main.querySelectorAll('[data-told]')) row.removeAttribute('data-told');
    },
  };
}

/** From the field to the words about it. */
function point(place: HTMLElement, boxId: string, isWrong: boolean): void {
  if (!place.matches(FIELDS)) return;
  const others = (place.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== '' && id !== boxId);
  const ids = isWrong ? [...others, boxId] : others;
  if (ids.length > 0) place.setAttribute('aria-describedby', ids.join(' '));
  else place.removeAttribute('aria-describedby');
  if (isWrong) place.setAttribute('aria-invalid', 'true');
  else place.removeAttribute('aria-invalid');
}
