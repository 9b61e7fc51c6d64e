import { createAnnouncer } from './announcer.ts';
import { watchDeviceOffer } from './device-offer.ts';
import { isTouched, listenForFiles } from './file-sources.ts';
import { type FinishAnswer, finishUpload } from './finish-upload.ts';
import { createPatience } from './patience.ts';
import { fieldIdOf } from './field-id.ts';
import { type PageParts, watchPageParts } from './page-parts.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import { listenForRemovals } from './remove-files.ts';
import { listenForAnswers } from './send-answers.ts';
import { readTexts, type Texts } from './texts.ts';
import { createUploadDesk } from './upload-desk.ts';
import { createWayOn } from './wait-to-continue.ts';

/** Makes the page of the documents send files at once, in pieces, several at a time, and keep what it shows up to date. */
export function enhanceDocuments(root: HTMLElement): void {
  const texts = readTexts(root);
  const main = root.closest('main') ?? document.body;
  const endpoint = new URL(root.dataset.uploads ?? '', location.href).href;
  const errors = createRefusals(main);
  const parts = watchPageParts(root, () => desk.hideOwn());
  const announcer = createAnnouncer(main);
  const wayOn = createWayOn(main, texts, announcer);
  const desk = createUploadDesk({
    root,
    texts,
    endpoint,
    errors,
    parts,
    announcer,
    maxBytes: Number(root.dataset.maxBytes),
    onWaiting: (count) => {
      wayOn.waitFor(count);
      root.dataset.waiting = String(count);
    },
  });
  root.classList.add('documents-live');
  const hint = root.querySelector('[data-hint]');
  if (hint) hint.textContent = isTouched() ? '' : texts.say('hint');
  listenForFiles(root, texts, desk.take);
  keepPage(root);
  listenForRemovals(main, texts, { parts, announcer, errors });
  watchDeviceOffer(main, texts, { announcer, parts });
  listenForAnswers(root, { parts, announcer, errors });
  void finishWhole(root, endpoint, { parts, errors, texts });
}

/** While files are on their way one looks at another beside the page: leaving it would break them off. */
function keepPage(root: HTMLElement): void {
  root.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a.file-open') : null;
    if (link) link.target = Number(root.dataset.waiting ?? 0) > 0 ? '_blank' : '';
  });
}

/** Uploads that lack nothing but their end: the page was left, or the line lost, between the last byte and the finish. */
async function finishWhole(
  root: HTMLElement,
  endpoint: string,
  { parts, errors, texts }: { readonly parts: PageParts; readonly errors: Refusals; readonly texts: Texts },
): Promise<void> {
  for (const item of root.querySelectorAll<HTMLElement>('[data-whole="yes"]')) {
    const card = item.closest<HTMLElement>('[data-document]');
    const file = item.querySelector('.file-name')?.textContent?.trim() ?? '';
    const answer = await finishPatiently(`${endpoint}/${item.dataset.upload}`);
    if (answer.kind === 'refused' && card) errors.add(answer.message, fieldIdOf(card));
    if (answer.kind === 'blocked' && card) errors.add(texts.say('blocked', { file }), fieldIdOf(card));
    if (answer.kind === 'added') parts.apply(answer.html);
    else if (answer.kind !== 'failed' && answer.kind !== 'blocked') await parts.refresh();
  }
}

/** Over a service that has no time for it now. */
async function finishPatiently(url: string): Promise<FinishAnswer> {
  const patience = createPatience();
  for (;;) {
    const answer = await finishUpload(url);
    const pauseMs = answer.kind === 'later' ? patience.next(answer.retryAfterSeconds) : undefined;
    if (pauseMs === undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
