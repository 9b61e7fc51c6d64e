import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { WireAnswer } from '../../guards/src/check-answer.ts';

/** Tells of every answer of this process's servers, or of one of them, when it is on the wire as a whole. */
export function watchAnswers(tell: (answer: WireAnswer) => void, only?: Server): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response, server } = message as Started;
    if (only !== undefined && server !== only) return;
    watch(request, response, tell);
  });
}

/** What Node says on this channel. */
interface Started {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

function watch(request: IncomingMessage, response: ServerResponse, tell: (answer: WireAnswer) => void): void {
  const chunks: Buffer[] = [];
  const headers: Record<string, unknown> = {};
  const keep = ([chunk]: unknown[]): void => {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk));
    if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  response.write = before(response.write, keep);
  response.end = before(response.end, keep);
  // Node keeps what is handed over here to itself.
  response.writeHead = before(response.writeHead, (args) => {
    for (const given of [response.getHeaders(), args.at(-1)])
      if (typeof given === 'object') Object.assign(headers, given);
  });
  response.once('finish', () => {
    const { method = '', url: target = '' } = request;
    tell({ method, target, status: response.statusCode, headers, body: Buffer.concat(chunks) });
  });
}

function before<Call extends (...args: never[]) => unknown>(call: Call, look: (args: unknown[]) => void): Call {
  return new Proxy(call, {
    apply(target, self, args) {
      look(args);
      return Reflect.apply(target, self, args);
    },
  });
}
