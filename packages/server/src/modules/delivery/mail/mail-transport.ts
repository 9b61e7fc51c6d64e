import type { Logger } from '../../../platform/logger.ts';
import { createFileTransport } from './file-transport.ts';
import type { MailTransport } from './outgoing-mail.ts';
import { createSmtpTransport } from './smtp-transport.ts';

export interface MailTransportOptions {
  /** Absent: mails become files in `dataDir`/mail. */
  readonly smtp?: { readonly url: string };
  /** Such as `Name <address>`. */
  readonly mailFrom: string;
  readonly publicBaseUrl: string;
  readonly dataDir: string;
  readonly log: Logger;
  /** The console; told of each mail that became a file, with its link. */
  readonly print: (line: string) => void;
}

export function createMailTransport(options: MailTransportOptions): MailTransport {
  const { smtp } = options;
  return smtp ? createSmtpTransport({ ...options, smtpUrl: smtp.url }) : createFileTransport(options);
}
