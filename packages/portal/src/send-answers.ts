import type { Announcer } from './announcer.ts';
import type { PageParts } from './page-parts.ts';
import type { Refusals } from './refusals.ts';

interface AnswerDeps {
  readonly parts: PageParts;
  readonly announcer: Announcer;
  readonly errors: Refusals;
}

/** Says why a document cannot be supplied, or takes that back, without leaving the page, which would break off the files on their way. */
export function listenForAnswers(root: HTMLElement, { parts, announcer, errors }: AnswerDeps): void {
  root.addEventListener('submit', (event) => {
    const { target: form } = event;
    if (!(form instanceof HTMLFormElement) || form.dataset.answer === undefined) return;
    event.preventDefault();
    void send(form);
  });

  async function send(form: HTMLFormElement): Promise<void> {
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const answer = await fetch(form.action, { method: 'POST', body }).catch(() => undefined);
    const text = answer && (await answer.text().catch(() => undefined));
    const page = text === undefined ? undefined : new DOMParser().parseFromString(text, 'text/html');
    const fieldId = form.querySelector('textarea')?.id;
    const wrong = page?.querySelector(`[id="${fieldId}-error"] span`)?.textContent;
    errors.clear();
    if (wrong && fieldId !== undefined) return errors.add(wrong, fieldId);
    // Another page comes: it says what is wrong, or that all has been sent.
    if (!page || text === undefined || !answer?.ok || !answer.url.endsWith('/documents')) return form.submit();
    parts.apply(text);
    announcer.say(page.querySelector('.notice')?.textContent?.trim() ?? '');
  }
}
