import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Sandbox } from '../../modules/kyc/verification/index.ts';
import { sendAsset } from '../../platform/http/kept-asset.ts';
import type { Html } from '../../platform/markup/html.ts';
import { hiddenOperation } from '../../web/shared/hidden-operation.ts';
import { sendPublicHeaders } from '../../web/shared/public-headers.ts';
import { keepDemoStyle } from '../pages/demo-page.ts';
import { callbackOf, type Outcome, OUTCOMES, type ScreeningResult, SCREENINGS } from './sandbox-callback.ts';
import { tellCallback } from './tell-callback.ts';
import { renderSandbox, renderTold, STYLE } from './sandbox-page.ts';

const FORM_LIMIT_BYTES = 4_096;
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
        const status = await tellCallback(app, sandbox, callbackOf(scanRef, outcome, screening));
        return sendPage(reply, renderTold(outcome, status));
      },
    });
  });
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
