import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode, type Answer, type Question } from 'dns-packet';

/** What a name is answered; undefined: the question is left without an answer, as if it had got lost. */
export type Zone = (question: Question) => readonly Answer[] | undefined;

export interface DnsServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** Questions so far. */
  questions(): number;
  close(): Promise<void>;
}

/** A name server on loopback that says what the zone wants, each time anew. */
export async function startDnsServer(zone: Zone): Promise<DnsServer> {
  const socket = createSocket('udp4');
  let questions = 0;
  socket.on('message', (message, sender) => {
    const packet = decode(message);
    const question = packet.questions?.[0];
    if (!question) return;
    questions += 1;
    const answers = zone(question);
    if (!answers) return;
    const reply = encode({
      type: 'response',
      id: packet.id ?? 0,
      flags: AUTHORITATIVE,
      questions: [question],
      answers: [...answers],
    });
    socket.send(reply, sender.port, sender.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions: () => questions,
    close: async () => void (await new Promise<void>((resolve) => void socket.close(() => resolve()))),
  };
}

/** AA and RA. */
const AUTHORITATIVE = 0x0480;
