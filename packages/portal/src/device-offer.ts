import type { Announcer } from './announcer.ts';
import { watchArrivals } from './arrivals.ts';
import type { PageParts } from './page-parts.ts';
import type { Texts } from './texts.ts';

const TICK_MS = 15_000;

/** The offer to take the photos with the phone: its code comes, runs out and goes without leaving the page, and what comes is told. */
export function watchDeviceOffer(
  main: HTMLElement,
  texts: Texts,
  { announcer, parts }: { readonly announcer: Announcer; readonly parts: PageParts },
): void {
  const arrivals = watchArrivals(parts);
  const came: string[] = [];
  let stopClock = (): void => undefined;
  let isExpecting = false;
  const find = (name: string): HTMLElement | null => main.querySelector<HTMLElement>(`[data-device${name}]`);

  function showArrivals(): void {
    const line = find('-came');
    if (!line || came.length === 0) return;
    line.textContent = wordsOf(came, texts);
    line.hidden = false;
  }

  function begin(): void {
    stopClock();
    const seconds = Number(find('')?.dataset.deviceSeconds ?? 0);
    if (seconds === 0) return;
    isExpecting = true;
    // They come by themselves.
    find('-arrived')?.remove();
    showArrivals();
    arrivals.expect();
    stopClock = startClock(seconds, (leftSeconds) => {
      const line = find('-left');
      if (leftSeconds <= 0) find('-code')?.remove();
      if (leftSeconds <= 0) announcer.say(texts.say('device-over'));
      if (!line) return;
      line.textContent =
        leftSeconds <= 0 ? texts.say('device-over') : texts.say('device-left', { time: texts.seconds(leftSeconds) });
    });
  }

  async function follow(link: HTMLAnchorElement): Promise<void> {
    const next = await fetchOffer(link.href);
    const old = find('');
    // Another page comes: it says what is wrong.
    if (!next || !old) return location.assign(link.href);
    old.replaceWith(next);
    next.querySelector<HTMLElement>('h2, a')?.focus();
    begin();
  }

  main.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-device-link]') : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void follow(link);
  });
  parts.onNews((names) => {
    if (!isExpecting) return;
    came.push(...names);
    announcer.say(wordsOf(names, texts));
    showArrivals();
    arrivals.expect();
  });
  begin();
}

async function fetchOffer(url: string): Promise<HTMLElement | null> {
  const answer = await fetch(url, { headers: { accept: 'text/html' } }).catch(() => undefined);
  if (!answer?.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return page.querySelector<HTMLElement>('[data-device]');
}

/** Tells how many seconds are left, the last time when none is. Returns what stops it. */
function startClock(seconds: number, tell: (leftSeconds: number) => void): () => void {
  const endsAt = performance.now() + seconds * 1000;
  const ticking = setInterval(() => {
    const leftSeconds = Math.ceil((endsAt - performance.now()) / 1000);
    if (leftSeconds <= 0) clearInterval(ticking);
    tell(leftSeconds);
  }, TICK_MS);
  return () => clearInterval(ticking);
}

function wordsOf(names: readonly string[], texts: Texts): string {
  const list = new Intl.ListFormat(document.documentElement.lang).format(names);
  return texts.say('device-came', { files: list });
}
