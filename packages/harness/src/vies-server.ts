import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { validAnswer, type ViesAnswer } from './vies-answers.ts';

export interface ViesCall {
  readonly countryCode: string;
  readonly vatNumber: string;
  readonly requesterMemberStateCode?: string;
  readonly requesterNumber?: string;
}

type Answering = (call: ViesCall) => ViesAnswer | Promise<ViesAnswer>;

/** Speaks VIES's protocol on loopback. */
export interface ViesServer {
  readonly url: string;
  readonly calls: ViesCall[];
  callsAbout(number: string): readonly ViesCall[];
  /** How it answers about this number; about all others, that they are valid. */
  readonly answers: Map<string, Answering>;
  /** The most calls that were under way at once, for each member state. */
  readonly most: Map<string, number>;
  close(): Promise<void>;
}

export async function startViesServer(): Promise<ViesServer> {
  const calls: ViesCall[] = [];
  const answers = new Map<string, Answering>();
  const underWay = new Map<string, number>();
  const most = new Map<string, number>();

  async function answer(call: ViesCall): Promise<ViesAnswer> {
    const { countryCode: state, vatNumber } = call;
    calls.push(call);
    underWay.set(state, (underWay.get(state) ?? 0) + 1);
    most.set(state, Math.max(most.get(state) ?? 0, underWay.get(state) ?? 0));
    try {
      return await (answers.get(vatNumber) ?? validAnswer)(call);
    } finally {
      underWay.set(state, (underWay.get(state) ?? 0) - 1);
    }
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => void parts.push(part));
    request.once('end', async () => {
      const {
        status = 200,
        type = 'application/json',
        body,
      } = await answer(JSON.parse(Buffer.concat(parts).toString()));
      if (body === undefined) return void request.socket.destroy();
      response.writeHead(status, { 'content-type': type, ...(status === 302 && { location: '/elsewhere' }) });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    callsAbout: (number) => calls.filter(({ vatNumber }) => vatNumber === number),
    answers,
    most,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
