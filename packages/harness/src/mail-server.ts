import type { AddressInfo, Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly parsed: ParsedMail;
}

/** What the server says to one step: nothing for yes, a code for no, with its words where they matter, `hang up` for no answer at all. */
export type Reply =
  undefined | number | { readonly code: number; readonly words: string } | 'hang up' | Promise<undefined>;

export interface MailServer {
  readonly url: string;
  readonly port: number;
  readonly mails: ReceivedMail[];
  /** How clients introduced themselves. */
  readonly names: Set<string>;
  /** Asked at each login, by the password; nobody has to log in. */
  onLogin: (password: string) => Reply;
  /** Asked at each RCPT, with how many there were before. */
  onRecipient: (before: number) => Reply;
  /** Asked when a message has come in whole. */
  onMessage: () => Reply;
  close(): Promise<void>;
}

/** A real SMTP server on a port of its own. */
export async function startMailServer(port = 0): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const names = new Set<string>();
  const sockets = new Set<Socket>();
  let recipients = 0;
  const smtp = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth({ username = '', password }, _session, done) {
      void answer(server.onLogin(password ?? ''), (error) => done(error, { user: username }));
    },
    onRcptTo(_address, session, done) {
      names.add(session.hostNameAppearsAs || '');
      recipients += 1;
      void answer(server.onRecipient(recipients - 1), done);
    },
    onData(stream, session, done) {
      // Rejects for a message that the sender breaks off: it has not come in.
      simpleParser(stream).then(
        (parsed) => {
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom === false ? '' : mailFrom.address;
          mails.push({ from, to: rcptTo.map((recipient) => recipient.address), parsed });
          return answer(server.onMessage(), done);
        },
        () => undefined,
      );
    },
  });
  async function answer(reply: Reply, done: (error?: Error | null) => void): Promise<void> {
    const said = await reply;
    if (said === 'hang up') for (const socket of sockets) socket.destroy();
    else if (said === undefined) done(null);
    else {
      const { code, words } = typeof said === 'number' ? { code: said, words: 'no' } : said;
      done(Object.assign(new Error(words), { responseCode: code }));
    }
  }
  smtp.on('error', () => undefined);
  smtp.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => void smtp.listen(port, '127.0.0.1', resolve));
  const bound = (smtp.server.address() as AddressInfo).port;
  const server: MailServer = {
    url: `smtp://127.0.0.1:${bound}`,
    port: bound,
    mails,
    names,
    onLogin: () => undefined,
    onRecipient: () => undefined,
    onMessage: () => undefined,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => void smtp.close(() => resolve()));
    },
  };
  return server;
}
