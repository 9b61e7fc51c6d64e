import type { Announcer } from './announcer.ts';
import type { PageParts } from './page-parts.ts';
import type { Texts } from './texts.ts';

/** Removes a file without leaving the page, which would break off the files on their way. */
export function listenForRemovals(
  root: HTMLElement,
  texts: Texts,
  { parts, announcer }: { readonly parts: PageParts; readonly announcer: Announcer },
): void {
  root.addEventListener('submit', (event) => {
    const { target: form } = event;
    if (!(form instanceof HTMLFormElement) || !form.action.endsWith('/remove')) return;
    event.preventDefault();
    void remove(form);
  });

  async function remove(form: HTMLFormElement): Promise<void> {
    const file = form.closest('.file')?.querySelector('.file-name')?.textContent?.trim() ?? '';
    const answer = await fetch(form.action, { method: 'POST' }).catch(() => undefined);
    // Another page comes: it says what is wrong, or that all has been sent.
    if (!answer?.ok || !answer.url.endsWith('/documents')) return form.submit();
    parts.apply(await answer.text());
    announcer.say(texts.say('removed', { file }));
  }
}
