import { createAnnouncer } from './announcer.ts';
import { createErrorSummary } from './error-summary.ts';
import { listenForFiles } from './file-sources.ts';
import { finishUpload } from './finish-upload.ts';
import { watchPageParts } from './page-parts.ts';
import { readTexts } from './texts.ts';
import { createUploadDesk } from './upload-desk.ts';

/** Makes the page of the documents send files at once, in pieces, several at a time, and keep what it shows up to date. */
export function enhanceDocuments(root: HTMLElement): void {
  const texts = readTexts(root);
  const main = root.closest('main') ?? document.body;
  const endpoint = new URL(root.dataset.uploads ?? '', location.href).href;
  const errors = createErrorSummary(main, texts.say('errors'));
  const parts = watchPageParts(root, () => desk.hideOwn());
  const desk = createUploadDesk({
    root,
    texts,
    endpoint,
    errors,
    parts,
    announcer: createAnnouncer(main),
    maxBytes: Number(root.dataset.maxBytes),
  });
  root.classList.add('documents-live');
  const hint = root.querySelector('[data-hint]');
  if (hint) hint.textContent = texts.say('hint');
  listenForFiles(root, texts, desk.take);
  void finishWhole(root, endpoint, parts.apply);
}

/** Uploads that lack nothing but their end: the page was left, or the line lost, between the last byte and the finish. */
async function finishWhole(root: HTMLElement, endpoint: string, apply: (html: string) => void): Promise<void> {
  for (const { dataset } of root.querySelectorAll<HTMLElement>('[data-whole="yes"]')) {
    const answer = await finishUpload(`${endpoint}/${dataset.upload}`);
    if (answer.kind === 'added') apply(answer.html);
  }
}
