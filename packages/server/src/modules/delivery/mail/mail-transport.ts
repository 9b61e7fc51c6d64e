import type { RenderedMail } from '../../../core/mail/index.ts';
import type { Logger } from '../../../platform/logger.ts';
import { createFileTransport } from './file-transport.ts';
import { createSmtpTransport } from './smtp-transport.ts';

export interface OutgoingMail extends RenderedMail {
  readonly id: string;
  readonly kind: string;
  readonly queuedAt: Date;
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
