import type { Logger } from '../../../platform/logger.ts';
import { createFileTransport } from './file-transport.ts';
import type { MailKind } from './repository.ts';
import { createSmtpTransport } from './smtp-transport.ts';

export interface MailAttachment {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
  /** Shown within the HTML, under this id, instead of being offered as a file. */
  readonly contentId?: string;
}

export interface OutgoingMail {
  readonly id: string;
  readonly kind: MailKind;
  readonly queuedAt: Date;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Of the page, where the mail has one. */
  readonly link?: string;
  readonly attachments?: readonly MailAttachment[];
}

export interface MailTransport {
  /** Delivering the same mail a second time leaves one mail all the same. */
  readonly isRepeatable: boolean;
  /**
   * Awaits `claim` at the last instant before the message could count as sent; when that rejects, nothing is sent and its error comes
   * through as it is. @throws DeliveryError
   */
  deliver(mail: OutgoingMail, claim: () => Promise<void>): Promise<void>;
  close(): void;
}

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
