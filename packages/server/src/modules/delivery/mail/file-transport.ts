import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { writePrivateFile } from '../../../platform/data-folder.ts';
import { errorCode } from '../../../platform/db/database.ts';
import { DeliveryError } from './delivery-error.ts';
import { mailFolder } from './mail-folder.ts';
import { messageOf, type Sender } from './mail-message.ts';
import type { MailTransport, OutgoingMail } from './outgoing-mail.ts';

interface FileTransportOptions extends Sender {
  readonly dataDir: string;
  readonly print: (line: string) => void;
}

/** Mails as `.eml` files, for trying the service out without a mail server. The link is printed, so that one can click it. */
export function createFileTransport(options: FileTransportOptions): MailTransport {
  const folder = mailFolder(options.dataDir);
  const composer = createTransport({ streamTransport: true, buffer: true });
  return {
    isRepeatable: true,
    async deliver(mail, claim) {
      const { message } = await composer.sendMail(messageOf(mail, options));
      await claim();
      const path = join(folder, fileNameOf(mail));
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writePrivateFile(path, String(message));
      } catch (error) {
        throw new DeliveryError('retry', errorCode(error) ?? 'file');
      }
      options.print(`mail  ${mail.kind}  ${mail.to}  ${mail.link ?? path}`);
    },
    close: () => composer.close(),
  };
}

/** By the time it was queued, so that every try writes the same file. */
function fileNameOf({ id, kind, queuedAt }: OutgoingMail): string {
  const time = queuedAt.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${kind.toLowerCase()}-${id}.eml`;
}
