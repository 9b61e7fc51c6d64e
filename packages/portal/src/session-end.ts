import { createAnnouncer } from './announcer.ts';
import { makeSessionWords } from './session-words.ts';
import { stay } from './stay.ts';

const CHECK_MS = 15_000;
/** Before the end; as the words say. */
const WARNING_MS = 5 * 60_000;
/** All that a visitor does who is at work. */
const WORK = ['input', 'change', 'drop', 'submit'] as const;

/**
 * Announces the end of the session, prolongs it for who is at work, and keeps what was typed when it is over. By the clock on the wall:
 * in a device that sleeps no timer runs.
 */
export function watchSessionEnd(root: HTMLElement): void {
  const { stay: url = '', endsIn } = root.dataset;
  const main = root.closest('main') ?? document.body;
  const words = makeSessionWords(root, createAnnouncer(main));
  const others = 'BroadcastChannel' in window ? new BroadcastChannel(`session-end:${url}`) : undefined;
  let endsAt = 0;
  let isAtWork = false;
  /** It has run for so long that nothing prolongs it any more. */
  let isLast = false;
  let isLetGo = false;
  let renewing: Promise<'stays' | 'over' | 'failed'> | undefined;

  function runUntil(time: number): void {
    endsAt = time;
    isAtWork = false;
    isLast = time - Date.now() <= WARNING_MS;
    check();
  }

  function prolonged(seconds: number): void {
    runUntil(Date.now() + seconds * 1000);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin, and takes none
    others?.postMessage(endsAt);
  }

  function check(): void {
    const leftMs = endsAt - Date.now();
    if (leftMs <= 0) return words.show('over');
    if (leftMs > WARNING_MS) return words.show('idle');
    if (isLast || !(isAtWork || areFilesOnTheirWay())) return words.show('closing', isLast);
    void renew();
  }

  /** One request for all who wish for it meanwhile. */
  function renew(): NonNullable<typeof renewing> {
    renewing ??= ask().finally(() => (renewing = undefined));
    return renewing;
  }

  async function ask(): Promise<'stays' | 'over' | 'failed'> {
    const stayed = await stay(url);
    if (typeof stayed === 'number') prolonged(stayed);
    else if (stayed === 'over') runUntil(0);
    return typeof stayed === 'number' ? 'stays' : stayed;
  }

  function work(): void {
    isAtWork = true;
    if (words.shown() === 'closing' && !isLast) void renew();
  }

  /** Sent without a session, a form would come to nothing, and its words with it. */
  async function hold(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
    const stayed = await renew();
    // While it still runs, whatever is wrong is the form's own to meet.
    if (stayed === 'stays' || (stayed === 'failed' && endsAt > Date.now())) letGo(form, submitter);
    else words.focus();
  }

  function letGo(form: HTMLFormElement, submitter: HTMLElement | null): void {
    isLetGo = true;
    // Safari before 16 has no such call.
    if ('requestSubmit' in form) form.requestSubmit(submitter);
    else (form as HTMLFormElement).submit();
    isLetGo = false;
  }

  document.addEventListener(
    'submit',
    (event) => {
      const { target: form, submitter } = event;
      check();
      if (isLetGo || words.shown() === 'idle' || !(form instanceof HTMLFormElement) || !main.contains(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void hold(form, submitter);
    },
    { capture: true },
  );
  for (const kind of WORK) document.addEventListener(kind, work, { capture: true });
  root.querySelector('button')?.addEventListener('click', () => void renew());
  others?.addEventListener('message', ({ data }) => void (data > endsAt && runUntil(data)));
  for (const kind of ['visibilitychange', 'pageshow']) window.addEventListener(kind, check, { capture: true });
  setInterval(check, CHECK_MS);
  prolonged(Number(endsIn));
}

/** Each piece prolongs the session, and the page of the documents knows of them. */
function areFilesOnTheirWay(): boolean {
  const { waiting = '0' } = document.querySelector<HTMLElement>('[data-waiting]')?.dataset ?? {};
  return waiting !== '0';
}
