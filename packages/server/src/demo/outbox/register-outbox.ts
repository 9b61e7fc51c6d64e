import { timingSafeEqual } from 'node:crypto';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isLoopback } from '../../config/parsers.ts';
import { sendAsset } from '../../platform/http/kept-asset.ts';
import type { Html } from '../../platform/markup/html.ts';
import { hiddenOperation } from '../../web/shared/hidden-operation.ts';
import { keepDemoStyle } from '../pages/demo-page.ts';
import { renderMailPage, renderOutbox } from './outbox-pages.ts';
import type { Outbox, SeenMail } from './read-outbox.ts';

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** A mail has its styles within it, and its pictures too. It runs nothing, sends nothing, and is of no origin. */
const BODY_POLICY =
  "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'";

interface Place {
  readonly key?: string;
  readonly mail?: string;
  readonly file?: string;
}

type Answer = (place: { readonly base: string; readonly reply: FastifyReply }, mail: SeenMail) => FastifyReply;

/** Without a key the pages are for this machine alone, under its own names: a page elsewhere could give its name this address. */
export function registerOutbox(app: FastifyInstance, outbox: Outbox, key: string | undefined): void {
  const route = key === undefined ? '/outbox' : '/outbox/:key';
  const base = key === undefined ? '/outbox' : `/outbox/${key}`;
  const style = keepDemoStyle();

  function get(
    path: string,
    answer: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>,
  ): void {
    app.get(`${route}${path}`, { schema: hiddenOperation('demoOutbox') }, async (request, reply) => {
      const isLetIn = key === undefined ? isForThisMachine(request) : isEqual(placeOf(request).key ?? '', key);
      reply.header('cache-control', 'no-store');
      return (isLetIn ? await answer(request, reply) : undefined) ?? reply.callNotFound();
    });
  }

  function getOfMail(path: string, answer: Answer): void {
    get(`/:mail${path}`, async (request, reply) => {
      const mail = await outbox.find(placeOf(request).mail ?? '');
      return mail && answer({ base, reply }, mail);
    });
  }

  get('', async (_request, reply) => sendPage(reply, renderOutbox(base, await outbox.list())));
  get('/demo.css', (request, reply) => sendAsset(style, request, reply));
  getOfMail('', ({ reply }, mail) => sendPage(reply, renderMailPage(base, mail)));
  getOfMail('/body', ({ reply }, mail) => sendBody(reply, mail));
  get('/:mail/files/:file', async (request, reply) => {
    const { mail = '', file = '' } = placeOf(request);
    const found = (await outbox.find(mail))?.files[Number(file)];
    return (
      found &&
      reply.header('content-disposition', contentDisposition(found.name)).type(found.mediaType).send(found.bytes)
    );
  });
}

function sendPage(reply: FastifyReply, page: Html): FastifyReply {
  return reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(page);
}

/** Its links open in the place of the page around it, which no page of ours may be framed by. */
function sendBody(reply: FastifyReply, { html = '' }: SeenMail): FastifyReply {
  const body = html.replace('<head>', '<head><base target="_top" />');
  return reply.header('content-security-policy', BODY_POLICY).type('text/html; charset=utf-8').send(body);
}

function placeOf(request: FastifyRequest): Place {
  return request.params as Place;
}

function isForThisMachine({ hostname }: FastifyRequest): boolean {
  return isLoopback(hostname);
}

function isEqual(given: string, key: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(key)];
  return one.length === other.length && timingSafeEqual(one, other);
}
