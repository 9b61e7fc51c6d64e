import type { Announcer } from './announcer.ts';
import { fieldIdOf } from './field-id.ts';
import { isRefusedOnTheWay } from './our-answers.ts';
import type { PageParts } from './page-parts.ts';
import type { Refusals } from './refusals.ts';
import type { Texts } from './texts.ts';

interface RemovalDeps {
  readonly parts: PageParts;
  readonly announcer: Announcer;
  readonly errors: Refusals;
}

const UNPROCESSABLE = 422;

/** Removes a file, and puts it back, without leaving the page, which would break off the files on their way. */
export function listenForRemovals(main: HTMLElement, texts: Texts, { parts, announcer, errors }: RemovalDeps): void {
  main.addEventListener('submit', (event) => {
    const { target: form } = event;
    const isRemoval = form instanceof HTMLFormElement && form.action.endsWith('/remove');
    if (!isRemoval && !(form instanceof HTMLFormElement && form.action.endsWith('/restore'))) return;
    event.preventDefault();
    void send(form, isRemoval);
  });

  async function send(form: HTMLFormElement, isRemoval: boolean): Promise<void> {
    const answer = await fetch(form.action, { method: 'POST' }).catch(() => undefined);
    const card = form.closest<HTMLElement>('[data-document]');
    if (answer && card && isRemoval && isRefusedOnTheWay(answer.status, (name) => answer.headers.get(name))) {
      const file = form.closest('.file')?.querySelector('.file-name')?.textContent?.trim() ?? '';
      return errors.add(texts.say('remove-blocked', { file }), fieldIdOf(card));
    }
    const page = new DOMParser().parseFromString((await answer?.text()) ?? '', 'text/html');
    const refusal = page.querySelector('.error-summary li')?.textContent?.trim();
    if (answer?.status === UNPROCESSABLE && refusal) {
      form.closest('.notice')?.remove();
      errors.clear();
      return errors.add(refusal, card ? fieldIdOf(card) : 'file-count');
    }
    // Another page comes: it says what is wrong, or that all has been sent.
    if (!answer?.ok || !answer.url.endsWith('/documents')) return form.submit();
    show(page, form, isRemoval);
  }

  function show(page: Document, form: HTMLFormElement, isRemoval: boolean): void {
    const card = form.closest<HTMLElement>('[data-document]');
    parts.apply(page, isRemoval);
    const notice = placeNotice(main, page, card);
    if (notice) announcer.say(notice.querySelector('p')?.textContent?.trim() ?? '');
    // What was pressed is gone: what takes it back has its place.
    const way = isRemoval ? notice : main.querySelector(`form[action="${removalOf(form)}"]`);
    way?.querySelector('button')?.focus();
  }
}

/** The address that removes what the form puts back. */
function removalOf(form: HTMLFormElement): string {
  return (form.getAttribute('action') ?? '').replace(/restore$/, 'remove');
}

/** Said by the announcer, and so for the eye alone. */
function placeNotice(main: HTMLElement, page: Document, card: HTMLElement | null): HTMLElement | null {
  for (const said of main.querySelectorAll('.notice')) said.remove();
  const notice = page.querySelector<HTMLElement>('.notice');
  notice?.removeAttribute('role');
  if (notice) (card?.querySelector('.document-body') ?? main).prepend(notice);
  return notice;
}
