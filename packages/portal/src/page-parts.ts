import { watchCardFolds } from './card-folds.ts';
import { focusCard } from './focus-card.ts';
import { newFiles, shownFiles } from './shown-files.ts';

const REFRESH_MS = 20_000;
const NOT_MODIFIED = 304;
const TOO_MANY = 429;

/** The parts of the page that the server knows better: files that came and went, also by colleagues on the same draft. */
export interface PageParts {
  /** What came of something that was done on this page. `folds` (default true): what is done by it folds. */
  apply(html: string | Document, folds?: boolean): void;
  refresh(): Promise<void>;
  /** The same where something has changed since; costs next to nothing where nothing has. */
  look(): Promise<Look>;
  /** Told the names of files that came from elsewhere. */
  onNews(listener: (names: readonly string[]) => void): void;
}

/** `over`: the session or the link ended. `failed`: no answer, or not now. */
export type Look = 'changed' | 'same' | 'failed' | 'over';

export function watchPageParts(root: HTMLElement, onApplied: () => void): PageParts {
  const shown = new Map<string, string>();
  for (const part of partsOf(root)) shown.set(nameOf(part), part.innerHTML);
  const folds = watchCardFolds(root);
  let isOver = false;
  let version: string | null = null;
  const listeners: ((names: readonly string[]) => void)[] = [];

  function put(html: string | Document, isOwn: boolean): void {
    const fresh = typeof html === 'string' ? new DOMParser().parseFromString(html, 'text/html') : html;
    for (const part of partsOf(root)) {
      const next = fresh.querySelector<HTMLElement>(`[data-part="${nameOf(part)}"]`);
      if (!next || next.innerHTML === shown.get(nameOf(part))) continue;
      shown.set(nameOf(part), next.innerHTML);
      replaceWithin(part, next);
    }
    onApplied();
    folds.settle(isOwn);
  }

  async function ask(known: Readonly<Record<string, string>>): Promise<Look> {
    if (isOver) return 'over';
    const headers = { accept: 'text/html', ...known };
    const response = await fetch(root.dataset.parts ?? '', { headers }).catch(() => undefined);
    if (response?.status === NOT_MODIFIED) return 'same';
    // The next thing that the visitor does says so.
    if (response && isLost(response.status)) isOver = true;
    if (isOver) return 'over';
    const html = response?.ok ? await response.text().catch(() => undefined) : undefined;
    if (html === undefined) return 'failed';
    version = response?.headers.get('etag') ?? null;
    const before = shownFiles(root);
    put(html, false);
    const names = newFiles(root, before);
    if (names.length > 0) for (const listener of listeners) listener(names);
    return 'changed';
  }

  const refresh = async (): Promise<void> => void (await ask({}));
  const refreshSeen = (): void => void (document.visibilityState === 'visible' && refresh());
  setInterval(refreshSeen, REFRESH_MS);
  document.addEventListener('visibilitychange', refreshSeen);
  return {
    apply: (html, folds = true) => put(html, folds),
    refresh,
    look: () => ask(version === null ? {} : { 'if-none-match': version }),
    onNews: (listener) => void listeners.push(listener),
  };
}

/** The session or the link ended; too many requests do pass. */
function isLost(status: number): boolean {
  return status >= 400 && status < 500 && status !== TOO_MANY;
}

function partsOf(root: ParentNode): HTMLElement[] {
  return Array.from(root.querySelectorAll<HTMLElement>('[data-part]'));
}

function nameOf(part: HTMLElement): string {
  return part.dataset.part ?? '';
}

/** A form in use stays; it only comes and goes with the room in the draft. The focus stays on what it was on. */
function replaceWithin(part: HTMLElement, next: HTMLElement): void {
  if (nameOf(part).startsWith('form-') && part.childElementCount > 0 === next.childElementCount > 0) return;
  const focused = part.contains(document.activeElement) ? placeOf(document.activeElement) : undefined;
  part.replaceChildren(...next.childNodes);
  if (next.dataset.open !== undefined) part.dataset.open = next.dataset.open;
  if (!focused) return;
  const same = part.querySelector<HTMLElement>(focused);
  // Said or taken back: what has come in its place says so.
  const other = part.querySelector<HTMLElement>('[data-answer] button, summary');
  if (same ?? other) (same ?? other)?.focus();
  else focusCard(part.closest<HTMLElement>('[data-document]'));
}

/** By which the same button or link is found again. */
function placeOf(element: Element | null): string | undefined {
  const form = element?.closest('form');
  if (form) return `form[action="${form.getAttribute('action')}"] button`;
  return element?.matches('a') ? `a[href="${element.getAttribute('href')}"]` : undefined;
}
