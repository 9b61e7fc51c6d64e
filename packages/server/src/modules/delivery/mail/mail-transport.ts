import type { Logger } from '../../../platform/logger.ts';
import type { MailTransport, SmtpSettings } from './outgoing-mail.ts';

export interface MailTransportOptions {
  /** Absent: mails become files in `dataDir`/mail. */
  readonly smtp?: SmtpSettings;
  /** Such as `Name <address>`. */
  readonly mailFrom: string;
  readonly publicBaseUrl: string;
  readonly dataDir: string;
  readonly log: Logger;
  /** The console; told of each mail that became a file, with its link. */
  readonly print: (line: string) => void;
}

/** Opened by the first mail: a process that sends none, as the API, does without the library and starts sooner. */
export function createMailTransport(options: MailTransportOptions): MailTransport {
  let opened: Promise<MailTransport> | undefined;
  return {
    isRepeatable: options.smtp === undefined,
    async deliver(mail, claim) {
      opened ??= open(options);
      return (await opened).deliver(mail, claim);
    },
    close: () => void opened?.then((transport) => transport.close()),
  };
}

async function open(options: MailTransportOptions): Promise<MailTransport> {
  const { smtp } = options;
  if (!smtp) return (await import('./file-transport.ts')).createFileTransport(options);
  return (await import('./smtp-transport.ts')).createSmtpTransport({ ...options, smtp });
}
