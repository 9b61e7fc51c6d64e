import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AddressObject, ParsedMail } from 'mailparser';
import { errorCode } from '../../platform/db/database.ts';

export interface SeenMail {
  /** The name of its file, without the ending. */
  readonly id: string;
  readonly from: string;
  readonly replyTo: string | undefined;
  readonly to: string;
  readonly subject: string;
  readonly sentAt: Date | undefined;
  readonly text: string;
  /** As sent, with the pictures that travel in the mail in their places. */
  readonly html: string | undefined;
  /** Those that a mail program lists. */
  readonly files: readonly { readonly name: string; readonly mediaType: string; readonly bytes: Buffer }[];
}

export interface Outbox {
  /** The newest first. */
  list(): Promise<readonly SeenMail[]>;
  find(id: string): Promise<SeenMail | undefined>;
}

/** Enough for a trial; those before them lie in the folder. */
const MAX_LISTED = 50;
const ENDING = '.eml';

/** Reads what became files in the place of mails. Each call looks anew. */
export function createOutbox(folder: string): Outbox {
  async function names(): Promise<string[]> {
    const found = await readdir(folder).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    });
    // They begin with the time.
    return found
      .filter((name) => name.endsWith(ENDING))
      .toSorted()
      .toReversed();
  }

  async function read(name: string): Promise<SeenMail | undefined> {
    const bytes = await readFile(join(folder, name)).catch((error: unknown) => {
      // Removed since its name was read.
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (bytes === undefined) return undefined;
    const { simpleParser } = await import('mailparser');
    return seenMail(name.slice(0, -ENDING.length), await simpleParser(bytes));
  }

  return {
    async list() {
      const mails = await Promise.all((await names()).slice(0, MAX_LISTED).map(read));
      return mails.filter((mail) => mail !== undefined);
    },
    async find(id) {
      // A name that stands in the folder leads nowhere else.
      const name = (await names()).find((one) => one === `${id}${ENDING}`);
      return name === undefined ? undefined : read(name);
    },
  };
}

function seenMail(id: string, { from, replyTo, to, subject, date, text, html, attachments }: ParsedMail): SeenMail {
  return {
    id,
    from: textOf(from),
    replyTo: replyTo && textOf(replyTo),
    to: textOf(to),
    subject: subject ?? '',
    sentAt: date,
    text: text ?? '',
    html: html || undefined,
    files: attachments
      .filter(({ contentDisposition }) => contentDisposition === 'attachment')
      .map(({ filename, contentType, content }) => ({
        name: filename ?? 'file',
        mediaType: contentType,
        bytes: content,
      })),
  };
}

function textOf(addresses: AddressObject | readonly AddressObject[] | undefined): string {
  return [addresses ?? []]
    .flat()
    .map(({ text }) => text)
    .join(', ');
}
