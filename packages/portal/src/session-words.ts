import type { Announcer } from './announcer.ts';

type Shown = 'idle' | 'closing' | 'over';

export interface SessionWords {
  shown(): Shown;
  /** `isLast`: nothing can be done about it. */
  show(next: Shown, isLast?: boolean): void;
  focus(): void;
}

/** What the page says of the end of the session: one of three, which stand in it from the beginning. */
export function makeSessionWords(root: HTMLElement, announcer: Announcer): SessionWords {
  let shown: Shown = 'idle';
  let before: HTMLElement | undefined;
  const find = (name: Shown): HTMLElement | null => root.querySelector<HTMLElement>(`[data-session-${name}]`);

  root.addEventListener('focusin', ({ relatedTarget }) => {
    if (relatedTarget instanceof HTMLElement && !root.contains(relatedTarget)) before = relatedTarget;
  });

  return {
    shown: () => shown,
    show(next, isLast = false) {
      if (next === shown) return;
      const hadFocus = root.contains(document.activeElement);
      shown = next;
      for (const name of ['idle', 'closing', 'over'] as const) {
        const element = find(name);
        if (element) element.hidden = name !== next;
      }
      const button = root.querySelector('button');
      if (button) button.hidden = isLast;
      root.classList.toggle('session-end-near', next !== 'idle');
      // The other is an alert.
      if (next === 'closing') announcer.say(find(next)?.querySelector('p')?.textContent?.trim() ?? '');
      // What had it goes.
      if (hadFocus) (before?.isConnected ? before : root.closest('main'))?.focus({ preventScroll: true });
    },
    focus: () => find('over')?.focus(),
  };
}
