import type { Announcer } from './announcer.ts';
import { fieldIdOf } from './field-id.ts';
import { focusCard, openCard } from './focus-card.ts';
import { createFileUpload, type FileUpload, type UploadEvent } from './file-upload.ts';
import { makeElement } from './make-element.ts';
import type { PageParts } from './page-parts.ts';
import type { Refusals } from './refusals.ts';
import type { Texts } from './texts.ts';
import { createUploadRow, type UploadRow } from './upload-row.ts';
import { createUploadWay } from './upload-way.ts';

const AT_ONCE = 3;
/** Progress is read out at each quarter. */
const QUARTERS = 4;

export interface UploadDesk {
  /** Sends the files as the card's document; false where the visitor must say more first. */
  readonly take: (card: HTMLElement, files: readonly File[]) => boolean;
  /** The server lists this page's own uploads as unfinished: they are shown livelier already. */
  hideOwn(): void;
}

export interface UploadDeskOptions {
  readonly root: HTMLElement;
  readonly texts: Texts;
  readonly endpoint: string;
  readonly errors: Refusals;
  readonly parts: PageParts;
  readonly announcer: Announcer;
  readonly maxBytes: number;
  /** Told how many are under way or wait for their turn, whenever that may have changed. */
  readonly onWaiting: (count: number) => void;
}

interface Job {
  readonly file: File;
  readonly card: HTMLElement;
  readonly upload: FileUpload;
  readonly row: UploadRow;
  state: 'waiting' | 'running' | 'failed';
  quarter: number;
}

export function createUploadDesk(options: UploadDeskOptions): UploadDesk {
  const { root, texts, endpoint, errors, parts, announcer, maxBytes } = options;
  const jobs = new Set<Job>();
  const way = createUploadWay();

  function isTaken(id: string): boolean {
    return Array.from(jobs).some(({ upload }) => upload.id() === id);
  }

  function next(): void {
    startNext(jobs);
    options.onWaiting(Array.from(jobs).filter(({ state }) => state !== 'failed').length);
  }

  function end(job: Job): void {
    const list = job.row.element.parentElement;
    const hadFocus = job.row.element.contains(document.activeElement);
    jobs.delete(job);
    job.row.element.remove();
    if (list?.childElementCount === 0) list.remove();
    if (hadFocus) focusCard(job.card);
    next();
  }

  function handle(job: Job, event: UploadEvent): void {
    const { file, card } = job;
    if (event.kind === 'sending') return progress(job, event.sent);
    if (isState(event)) return showState(job, event, options);
    if (event.kind === 'failed' || event.kind === 'blocked' || event.kind === 'ended') return fail(job, event.kind);
    end(job);
    const words = wordsOf(event, file, texts);
    if (words !== undefined) errors.add(words, fieldIdOf(card));
    if (event.kind !== 'added') return void parts.refresh();
    parts.apply(event.html);
    announcer.say([texts.say('added', { file: file.name }), doubtOf(file, card)].join(' ').trim());
  }

  /** Kept where its session ended too: once the link was opened again, the same try goes on. */
  function fail(job: Job, why: 'failed' | 'blocked' | 'ended'): void {
    job.state = 'failed';
    job.row.show(why);
    errors.add(texts.say(why, { file: job.file.name }), fieldIdOf(job.card));
    next();
  }

  function progress(job: Job, sent: number): void {
    job.row.show('sending', sent);
    const quarter = Math.floor((sent / job.file.size) * QUARTERS);
    if (quarter <= job.quarter || quarter >= QUARTERS) return;
    job.quarter = quarter;
    const percent = texts.percent(sent / job.file.size);
    announcer.say(texts.say('announce', { file: job.file.name, percent }), true);
  }

  async function cancel(job: Job): Promise<void> {
    const cancelled = job.upload.cancel();
    end(job);
    announcer.say(texts.say('cancelled', { file: job.file.name }));
    await cancelled;
    await parts.refresh();
  }

  function retry(job: Job): void {
    errors.clear();
    job.row.show('waiting');
    if (job.state === 'running') return job.upload.nudge();
    job.state = 'waiting';
    next();
  }

  function add(card: HTMLElement, type: string, file: File): void {
    const formUrl = (): string | undefined => formUrlOf(card);
    const onEvent = (event: UploadEvent): void => handle(job, event);
    const upload = createFileUpload({ file, type, endpoint, way, formUrl, isTaken, onEvent });
    const row = createUploadRow({ file, texts, onCancel: () => void cancel(job), onRetry: () => retry(job) });
    const job: Job = { file, card, upload, row, state: 'waiting', quarter: 0 };
    jobs.add(job);
    row.show('waiting');
    listOf(card, texts).append(row.element);
  }

  function take(card: HTMLElement, files: readonly File[]): boolean {
    errors.clear();
    openCard(card);
    const type = typeOf(card);
    if (type === '') {
      errors.add(texts.say('type-missing'), 'type-other');
      return false;
    }
    for (const file of files) {
      if (file.size <= maxBytes) add(card, type, file);
      else errors.add(texts.say('too-large', { name: `${card.dataset.name}, ${file.name}` }), fieldIdOf(card));
    }
    next();
    return true;
  }

  keepGoing(jobs, retry);
  return { take, hideOwn: () => hideTaken(root, isTaken) };
}

const STATES = ['offline', 'checking', 'later', 'whole'] as const;
type StateEvent = Extract<UploadEvent, { readonly kind: (typeof STATES)[number] }>;

function isState(event: UploadEvent): event is StateEvent {
  return STATES.some((state) => state === event.kind);
}

function showState({ row }: Job, event: StateEvent, { announcer, texts }: UploadDeskOptions): void {
  const { kind } = event;
  if (kind !== 'checking' && row.element.dataset.state !== kind) announcer.say(texts.say(kind), true);
  row.show(kind, 'sent' in event ? event.sent : 0);
}

function hideTaken(root: HTMLElement, isTaken: (id: string) => boolean): void {
  for (const item of root.querySelectorAll<HTMLElement>('[data-upload]'))
    item.hidden = isTaken(item.dataset.upload ?? '');
  for (const list of root.querySelectorAll<HTMLElement>('.files-unfinished'))
    list.hidden = list.querySelector(':scope > :not([hidden])') === null;
}

/** Over a line that comes back, and against leaving by mistake. */
function keepGoing(jobs: ReadonlySet<Job>, retry: (job: Job) => void): void {
  window.addEventListener('online', () => {
    for (const job of jobs) {
      if (job.state === 'failed') retry(job);
      else job.upload.nudge();
    }
  });
  window.addEventListener('beforeunload', (event) => {
    if (Array.from(jobs).some(({ state }) => state !== 'failed')) event.preventDefault();
  });
}

function startNext(jobs: ReadonlySet<Job>): void {
  const running = Array.from(jobs).filter(({ state }) => state === 'running').length;
  const waiting = Array.from(jobs).filter(({ state }) => state === 'waiting');
  for (const job of waiting.slice(0, Math.max(0, AT_ONCE - running))) {
    job.state = 'running';
    job.upload.start();
  }
}

/** What is wrong with a file that is no longer on its way. */
function wordsOf(event: UploadEvent, file: File, texts: Texts): string | undefined {
  if (event.kind === 'unreadable' || event.kind === 'gone') return texts.say(event.kind, { file: file.name });
  return event.kind === 'refused' ? event.message : undefined;
}

/** What is asked about the newest file of this name. */
function doubtOf(file: File, card: HTMLElement): string {
  let row: Element | undefined;
  for (const one of card.querySelectorAll('[data-part^="files-"] .file'))
    if (one.querySelector('.file-name')?.textContent?.trim() === file.name) row = one;
  return row?.querySelector('.file-doubt')?.textContent ?? '';
}

function formUrlOf(card: HTMLElement): string | undefined {
  return card.querySelector<HTMLFormElement>('form.upload')?.action;
}

function typeOf(card: HTMLElement): string {
  const { document: type = '' } = card.dataset;
  if (type === 'other') return card.querySelector('select')?.value ?? '';
  return card.querySelector<HTMLInputElement>('.kinds :checked')?.value ?? type;
}

/** The card's list of files on their way, made when the first one comes. */
function listOf(card: HTMLElement, texts: Texts): HTMLElement {
  const known = card.querySelector<HTMLElement>('.files-sending');
  if (known) return known;
  const label = texts.say('list', { name: card.dataset.name ?? '' });
  const list = makeElement('ul', { class: 'files files-sending', 'aria-label': label });
  card.querySelector('[data-part^="form-"]')?.before(list);
  return list;
}
