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

/** Removes a file without leaving the page, which would break off the files on their way. */
export function listenForRemovals(root: HTMLElement, texts: Texts, { parts, announcer, errors }: RemovalDeps): void {
  root.addEventListener('submit', (event) => {
    const { target: form } = event;
    if (!(form instanceof HTMLFormElement) || !form.action.endsWith('/remove')) return;
    event.preventDefault();
    void remove(form);
  });

  async function remove(form: HTMLFormElement): Promise<void> {
    const file = form.closest('.file')?.querySelector('.file-name')?.textContent?.trim() ?? '';
    const answer = await fetch(form.action, { method: 'POST' }).catch(() => undefined);
    const card = form.closest<HTMLElement>('[data-document]');
    if (answer && card && isRefusedOnTheWay(answer.status, (name) => answer.headers.get(name)))
      return errors.add(texts.say('remove-blocked', { file }), fieldIdOf(card));
    // Another page comes: it says what is wrong, or that all has been sent.
    if (!answer?.ok || !answer.url.endsWith('/documents')) return form.submit();
    parts.apply(await answer.text());
    announcer.say(texts.say('removed', { file }));
  }
}
