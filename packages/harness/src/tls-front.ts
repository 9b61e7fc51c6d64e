import { once } from 'node:events';
import { type IncomingHttpHeaders, request as send } from 'node:http';
import { createServer } from 'node:https';
import { selfMade } from '../../server/src/platform/outbound-http/self-made-certificate.test-support.ts';

export interface PassedOn {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** TLS in front of a server, as a proxy ends it: browsers keep `Secure` cookies over it, WebKit's on this machine too. */
export interface TlsFront {
  readonly url: string;
  /** Where it leads; may be set after its own address is known. */
  target: string;
  /** Headers of the browser whose names begin so go no further: what an older one does not send. */
  withheld: string | undefined;
  /** What came by, oldest first. */
  readonly passed: PassedOn[];
  close(): Promise<void>;
}

export async function startTlsFront(): Promise<TlsFront> {
  const server = createServer(selfMade, (request, response) => {
    const { method = '', url: path = '' } = request;
    const kept = Object.entries(request.headers).filter(
      ([name]) => front.withheld === undefined || !name.startsWith(front.withheld),
    );
    const headers = Object.fromEntries(kept);
    front.passed.push({ method, path, headers });
    const onward = send(new URL(front.target), { method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the front has no port');
  const front: TlsFront = {
    url: `https://127.0.0.1:${address.port}`,
    target: '',
    withheld: undefined,
    passed: [],
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return front;
}
