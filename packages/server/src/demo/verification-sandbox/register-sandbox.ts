import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Sandbox } from '../../modules/kyc/verification/index.ts';
import { sendAsset } from '../../platform/http/kept-asset.ts';
import type { Html } from '../../platform/markup/html.ts';
import { hiddenOperation } from '../../web/shared/hidden-operation.ts';
import { sendPublicHeaders } from '../../web/shared/public-headers.ts';
import { keepDemoStyle } from '../pages/demo-page.ts';
import { callbackOf, type Outcome, OUTCOMES, type ScreeningResult, SCREENINGS } from './sandbox-callback.ts';
import { renderSandbox, renderTold, STYLE } from './sandbox-page.ts';

const FORM_LIMIT_BYTES = 4_096;
/** As long as a provider waits. */
const TIMEOUT_MS = 10_000;
const PAGE = '/verification-sandbox/:token';

/** Whoever has the address of a session may say what became of it, as the person at the provider would by what he shows. */
export async function registerSandbox(app: FastifyInstance, sandbox: Sandbox): Promise<void> {
  const style = keepDemoStyle();
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    sendPublicHeaders(scope);
    await scope.register(formbody, { bodyLimit: FORM_LIMIT_BYTES });
    scope.route({
      method: 'GET',
      url: STYLE,
      schema: hiddenOperation('verificationSandbox'),
      handler: (request, reply) => sendAsset(style, request, reply),
    });
    scope.route({
      method: 'GET',
      url: PAGE,
      schema: hiddenOperation('verificationSandbox'),
      handler: async (request, reply) =>
        sandbox.scanRefOf(tokenOf(request)) === undefined ? reply.callNotFound() : sendPage(reply, renderSandbox()),
    });
    scope.route({
      method: 'POST',
      url: PAGE,
      schema: hiddenOperation('verificationSandbox'),
      async handler(request, reply) {
        const scanRef = sandbox.scanRefOf(tokenOf(request));
        if (scanRef === undefined) return reply.callNotFound();
        const { outcome, screening } = chosenIn(request.body);
        if (outcome === undefined) return sendPage(reply.code(422), renderSandbox());
        const status = await tell(app, sandbox, callbackOf(scanRef, outcome, screening));
        return sendPage(reply, renderTold(outcome, status));
      },
    });
  });
}

/** By the route that a provider would call, and under its signature. */
async function tell(app: FastifyInstance, sandbox: Sandbox, callback: object): Promise<number> {
  const body = JSON.stringify(callback);
  const headers = { 'content-type': 'application/json', 'idenfy-signature': sandbox.sign(Buffer.from(body)) };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await fetch(`${ownUrlOf(app)}/callbacks/idenfy`, { method: 'POST', headers, body, signal });
  await answer.body?.cancel();
  return answer.status;
}

/** Where this very server listens. */
function ownUrlOf({ server }: FastifyInstance): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens to no port');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

function tokenOf({ params }: FastifyRequest): string {
  return (params as { token?: string }).token ?? '';
}

function chosenIn(body: unknown): { outcome: Outcome | undefined; screening: ScreeningResult } {
  const form = new Map(Object.entries(typeof body === 'object' && body !== null ? body : {}));
  const outcome = keysOf(OUTCOMES).find((one) => one === form.get('outcome'));
  return { outcome, screening: keysOf(SCREENINGS).find((one) => one === form.get('screening')) ?? 'CLEAR' };
}

/** Safe: both are literals of this folder. */
function keysOf<Name extends string>(names: Readonly<Record<Name, string>>): Name[] {
  return Object.keys(names) as Name[];
}

function sendPage(reply: FastifyReply, page: Html): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page);
}
