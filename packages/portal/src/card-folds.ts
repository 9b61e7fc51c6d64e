import { openCard } from './focus-card.ts';

/** Which cards are unfolded, as files come and go: what is done folds, what is to be done next unfolds. */
export interface CardFolds {
  /** `isOwn`: by what was done on this page. What comes from elsewhere folds nothing under the visitor's hand. */
  settle(isOwn: boolean): void;
}

export function watchCardFolds(root: ParentNode): CardFolds {
  let needed = neededCards(root);
  const done = new Set<HTMLElement>();

  function foldDone(): boolean {
    let hadFocus = false;
    for (const card of done) {
      if (isBusy(card)) continue;
      done.delete(card);
      if (isAsking(card)) continue;
      hadFocus ||= card.contains(document.activeElement);
      fold(card);
    }
    return hadFocus;
  }

  return {
    settle(isOwn) {
      const before = needed;
      needed = neededCards(root);
      const finished = before.filter((card) => !needed.includes(card));
      for (const card of needed) done.delete(card);
      for (const card of isOwn ? finished : []) done.add(card);
      const last = Array.from(done).at(-1);
      const hadFocus = foldDone();
      const next = finished.length > 0 ? openNext(needed) : undefined;
      // What had the focus cannot be seen any more: it is where the work goes on.
      if (hadFocus) summaryOf(next ?? last)?.focus({ preventScroll: true });
      if (isOwn && finished.length > 0 && (hadFocus || isNothingFocused())) showNext(next);
    },
  };
}

/** In the order of the page. */
function neededCards(root: ParentNode): HTMLElement[] {
  const parts = Array.from(root.querySelectorAll('[data-open="yes"]'));
  return parts.map((part) => part.closest<HTMLElement>('[data-document]')).filter((card) => card !== null);
}

/** Unless one is unfolded already. */
function openNext(needed: readonly HTMLElement[]): HTMLElement | undefined {
  const open = needed.find((card) => card.querySelector('details')?.open);
  openCard(open ?? needed[0] ?? null);
  return open ?? needed[0];
}

/** More of its files are on their way. */
function isBusy(card: HTMLElement): boolean {
  return card.querySelector('.file-sending, .files-unfinished [data-upload]:not([hidden])') !== null;
}

function isAsking(card: HTMLElement): boolean {
  return card.querySelector('.file-doubt, .field-error') !== null;
}

function fold(card: HTMLElement): void {
  const details = card.querySelector('details');
  if (details) details.open = false;
}

/** Safari gives no focus to what was tapped. */
function isNothingFocused(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** All of it, or the way on, so that nobody has to look for the buttons. */
function showNext(next: Element | undefined): void {
  const place = next ?? document.querySelector('[data-continue]');
  place?.scrollIntoView({ block: 'nearest' });
}

function summaryOf(card: HTMLElement | undefined): HTMLElement | null | undefined {
  return card?.querySelector('summary');
}
