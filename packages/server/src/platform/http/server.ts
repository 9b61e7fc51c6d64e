import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { isUuid } from '../ids.ts';
import type { Logger } from '../logger.ts';
import { ProblemError } from '../problems/problems.ts';
import { bareAddresses } from './forwarded-addresses.ts';
import { parseJsonBody } from './json-body.ts';
import { asProblem, PROBLEM_TYPE, problemBody, sendProblem } from './problem-reply.ts';
import {
  HeadersTooLarge,
  MalformedRequest,
  NotFound,
  Unavailable,
  UnsupportedMediaType,
} from '../problems/problem-types.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { singleHeader } from './single-header.ts';

const JSON_BODY_LIMIT_BYTES = 256 * 1024;
const REQUEST_TIMEOUT_MS = 120_000;

export interface ServerOptions {
  readonly log: Logger;
  readonly problemBase: string;
  /** Addresses of proxies whose X-Forwarded-For is believed; undefined: none. */
  readonly trustProxy: false | readonly string[];
  /** Answers addresses that cannot be routed, such as `/i/%zz`; false leaves them to the problem. */
  readonly answerUnroutable?: (request: FastifyRequest, reply: FastifyReply) => boolean;
  /** Answers addresses where there is nothing; false leaves them to the problem. */
  readonly answerUnknown?: (request: FastifyRequest, reply: FastifyReply) => boolean;
}

/** A Fastify instance whose every answer outside success is a problem, and which reads JSON strictly. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { log, problemBase, trustProxy, answerUnroutable, answerUnknown } = options;
  const app = Fastify({
    loggerInstance: log as never,
    // request-log.ts writes one line a request; Fastify's own would hold addresses.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'traceId' }),
    requestIdHeader: false,
    genReqId: requestId,
    bodyLimit: JSON_BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: trustProxy === false ? false : [...trustProxy],
    // Fastify's own answer would be no problem.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    // Node would answer a missing Host without a problem.
    http: { requireHostHeader: false },
    schemaController: { compilersFactory: { buildSerializer } },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, problemBase),
    frameworkErrors: (error, request, reply) => {
      if (answerUnroutable?.(request as never, reply as never)) return;
      void sendProblem(reply.headers(SECURITY_HEADERS) as never, asProblem(error), problemBase);
    },
  }) as unknown as FastifyInstance;

  // Bodies and queries are checked by the routes' own validators; Fastify's schemas document and serialize.
  app.setValidatorCompiler(() => () => true);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, bytes: Buffer, done: (error: null, body: unknown) => void) => {
      refuseEncoded(request);
      done(null, bytes.length === 0 ? undefined : parseJsonBody(bytes));
    },
  );
  let isStopping = false;
  app.addHook('preClose', async () => void (isStopping = true));
  // In the form without a promise, like all that every request passes: what it throws is answered all the same.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
    const { 'x-forwarded-for': forwardedFor } = request.headers;
    // Before anybody asks for the caller's address, which the framework takes from here.
    if (typeof forwardedFor === 'string') request.headers['x-forwarded-for'] = bareAddresses(forwardedFor);
    if (isStopping) throw new ProblemError(Unavailable, 'The service is stopping.', { retryAfterSeconds: 5 });
    if (singleHeader(request, 'Host') === undefined)
      throw new ProblemError(MalformedRequest, 'The header Host is required.');
    done();
  });
  // An expectation may be ignored (RFC 9110, 10.1.1); Node would answer 417 without a problem.
  app.server.on('checkExpectation', (request, response) => app.routing(request, response));
  app.setErrorHandler(async (error: Error, request, reply) => {
    const problem = asProblem(error);
    if (problem.status >= 500)
      request.log.error({ err: problem.cause ?? error, route: request.routeOptions.url }, problem.slug);
    return sendProblem(reply, problem, problemBase);
  });
  app.setNotFoundHandler(async (request, reply) => {
    if (answerUnknown?.(request, reply) === true) return reply;
    // A browser may get a page from the same address.
    return sendProblem(
      reply.header('vary', 'Accept'),
      new ProblemError(NotFound, 'There is nothing at this address.'),
      problemBase,
    );
  });
  return app;
}

/** Problems are written by `sendProblem` alone: compiled for each route and status they took a sixth of a start. */
const buildSerializer: ReturnType<typeof SerializerSelector> = (...given) => {
  const build = SerializerSelector()(...given);
  return (route) => (Number(route.httpStatus) >= 400 ? JSON.stringify : build(route));
};

function refuseEncoded({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return;
  throw new ProblemError(UnsupportedMediaType, 'A body with a Content-Encoding is not read here.');
}

function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && isUuid(given) ? given.toLowerCase() : randomUUID();
}

/** Bytes that are not HTTP, or headers over Node's limit, never reach a route; they get a problem all the same. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket, base: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const type = error.code === 'HPE_HEADER_OVERFLOW' ? HeadersTooLarge : MalformedRequest;
  const problem = new ProblemError(
    type,
    type === HeadersTooLarge ? 'The request headers are over 16 KiB.' : 'This is not HTTP.',
  );
  const traceId = randomUUID();
  const body = JSON.stringify(problemBody(problem, { base, instance: '/', traceId }));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    ...Object.entries(SECURITY_HEADERS).map((header) => header.join(': ')),
    `X-Request-Id: ${traceId}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
