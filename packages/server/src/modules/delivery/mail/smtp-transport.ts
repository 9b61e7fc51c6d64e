import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { Logger } from '../../../platform/logger.ts';
import { judgeSmtpError } from './delivery-error.ts';
import { messageIdOf, messageOf, type Sender } from './mail-message.ts';
import type { MailTransport, OutgoingMail, SmtpSettings } from './outgoing-mail.ts';

const CONNECTIONS = 2;
const CONNECT_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 60_000;

/** SMTP as the URL says: `smtps:` is TLS from the start, `smtp:` takes STARTTLS where the server has it. */
export function createSmtpTransport(
  options: Sender & { readonly smtp: SmtpSettings; readonly log: Logger },
): MailTransport {
  const claims = new Map<string, () => Promise<void>>();
  const transport = createTransport({
    url: options.smtp.url,
    // Its own guess is the machine's name, and 127.0.0.1 where that has no dot: many servers refuse both.
    name: options.smtp.name,
    pool: true,
    maxConnections: CONNECTIONS,
    // The job queue repeats; a second try inside the library would be one that nobody claimed.
    maxRequeues: 0,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
  });
  transport.on('error', (error: Error) =>
    options.log.debug({ reason: judgeSmtpError(error, false).reason }, 'SMTP connection failed'),
  );
  transport.use('stream', (mail, done) => {
    const claim = claims.get(mail.message?.messageId() ?? '');
    if (claim) mail.message?.processFunc((message) => readAfter(claim, message));
    done();
  });

  return {
    isRepeatable: false,
    async deliver(mail: OutgoingMail, claim: () => Promise<void>) {
      const messageId = messageIdOf(mail.id, options.publicBaseUrl);
      let isOnItsWay = false;
      let refusal: { readonly error: unknown } | undefined;
      claims.set(messageId, async () => {
        await claim().catch((error: unknown) => {
          refusal = { error };
          throw new Error('not claimed');
        });
        isOnItsWay = true;
      });
      try {
        await transport.sendMail(messageOf(mail, options));
      } catch (error) {
        throw refusal ? refusal.error : judgeSmtpError(error, isOnItsWay);
      } finally {
        claims.delete(messageId);
      }
    },
    close: () => transport.close(),
  };
}

/** Nobody reads the message before the server has answered DATA with 354, so the claim falls between that and its first byte. */
function readAfter(claim: () => Promise<void>, message: AsyncIterable<Buffer>): Readable {
  async function* claimedMessage(): AsyncGenerator<Buffer> {
    await claim();
    yield* message;
  }
  return Readable.from(claimedMessage(), { objectMode: false });
}
