import { makeElement } from './make-element.ts';

/** Between two announcements, so that a screen reader can finish its sentence. */
const PAUSE_MS = 4_000;

export interface Announcer {
  /** Read out politely, soon. Of progress only the newest is kept; what happened is never left out. */
  say(text: string, isProgress?: boolean): void;
}

export function createAnnouncer(main: HTMLElement): Announcer {
  const region = makeElement('p', { class: 'visually-hidden', role: 'status' });
  main.append(region);
  let waiting: { text: string; isProgress: boolean }[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function speak(): void {
    timer = undefined;
    if (waiting.length === 0) return;
    region.textContent = waiting.map(({ text }) => text).join(' ');
    waiting = [];
    timer = setTimeout(speak, PAUSE_MS);
  }

  return {
    say(text, isProgress = false) {
      if (isProgress) waiting = waiting.filter((one) => !one.isProgress);
      waiting.push({ text, isProgress });
      timer ??= setTimeout(speak, 0);
    },
  };
}
