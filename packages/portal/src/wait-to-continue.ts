import type { Announcer } from './announcer.ts';
import { makeElement } from './make-element.ts';
import type { Texts } from './texts.ts';

export interface WayOn {
  /** Files of this page are on their way: leaving now would break them off. */
  waitFor(count: number): void;
}

/** The link to the next step. Pressed while files are on their way it waits for them, says so, and goes on by itself. */
export function createWayOn(main: HTMLElement, texts: Texts, announcer: Announcer): WayOn {
  const link = main.querySelector<HTMLAnchorElement>('a[data-continue]');
  const note = makeElement('p', { class: 'waiting', id: 'files-on-their-way' });
  note.hidden = true;
  link?.parentElement?.before(note);
  let waiting = 0;
  let isPressed = false;

  link?.addEventListener('click', (event) => {
    if (waiting === 0) return;
    event.preventDefault();
    isPressed = true;
    announcer.say(texts.count('on-their-way', waiting));
  });

  /** Not over words that say what went wrong: he has them to read first. */
  function goOn(): void {
    if (waiting > 0 || !isPressed) return;
    isPressed = false;
    if (!main.querySelector('.field-error')) link?.click();
  }

  return {
    waitFor(count) {
      waiting = count;
      note.hidden = count === 0;
      note.textContent = count === 0 ? '' : texts.count('on-their-way', count);
      if (count === 0) link?.removeAttribute('aria-describedby');
      else link?.setAttribute('aria-describedby', note.id);
      // After whoever counts has said what became of the last one.
      if (count === 0) setTimeout(goOn, 0);
    },
  };
}
