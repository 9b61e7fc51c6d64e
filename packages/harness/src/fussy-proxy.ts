import { once } from 'node:events';
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';

/** What nginx takes as it comes: `client_max_body_size 1m`. */
const NGINX_MAX_BYTES = 1024 * 1024;

/** Undefined lets the request through; else the status of a page of the proxy's own. */
export type Rule = (request: IncomingMessage) => number | undefined;

const bodyBytesOf = ({ headers }: IncomingMessage): number => Number(headers['content-length'] ?? 0);
const isOneOf = (methods: readonly string[], { method = '' }: IncomingMessage): boolean => methods.includes(method);

/** What stands between buyers and a server. */
export const PROXY_RULES = {
  defaultNginx: (request) => (bodyBytesOf(request) > NGINX_MAX_BYTES ? 413 : undefined),
  /** A firewall of an office, which takes little at once. */
  narrow: (request) => (bodyBytesOf(request) > 100_000 ? 413 : undefined),
  firewall: (request) => (isOneOf(['PATCH'], request) ? 403 : undefined),
  wrongMethod: (request) => (isOneOf(['PATCH', 'DELETE'], request) ? 405 : undefined),
  /** Lets forms through and nothing else, and forgets headers that it does not know. */
  formsOnly(request) {
    delete request.headers['x-http-method-override'];
    return isOneOf(['GET', 'POST'], request) ? undefined : 403;
  },
  /** No bytes leave the house. */
  noUploads: (request) => (isOneOf(['GET'], request) || bodyBytesOf(request) === 0 ? undefined : 403),
} as const satisfies Record<string, Rule>;

export interface FussyProxy {
  readonly url: string;
  /** Where it leads, and what it refuses by itself. */
  target: string;
  rule: Rule;
  /** It says nothing, and hangs up. */
  isSilent: boolean;
  /** Method and status of what it refused, oldest first. */
  readonly refused: string[];
  close(): Promise<void>;
}

/** A proxy or firewall with a mind of its own, over HTTP. */
export async function startFussyProxy(target: string): Promise<FussyProxy> {
  const server = createServer((request, response) => {
    const status = proxy.rule(request);
    if (status === undefined) return pass(request, response, proxy.target);
    proxy.refused.push(`${request.method} ${status}`);
    if (proxy.isSilent) return void request.socket.destroy();
    // Read to its end, as nginx does: else the browser might never see the answer.
    request.resume();
    const page = `<html><head><title>${status}</title></head><body><center><h1>${status} Refused</h1></center></body></html>`;
    response.writeHead(status, { 'content-type': 'text/html' }).end(page);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const proxy: FussyProxy = {
    url: `http://127.0.0.1:${address.port}`,
    target,
    rule: () => undefined,
    isSilent: false,
    refused: [],
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return proxy;
}

function pass(request: IncomingMessage, response: ServerResponse, target: string): void {
  const { method, headers, url = '/' } = request;
  const onward = ask(new URL(url, target), { method, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}
