import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ASK_ALWAYS, keepAsset, type KeptAsset, NEVER_ASK_AGAIN, sendAsset } from '../../platform/http/kept-asset.ts';

/** Nothing comes from, or goes to, another host, and no script or style but those files (decision 0028). */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PREFIX = '/docs';
const FOLDER = new URL('../../../../portal/', import.meta.url);
const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

interface ReferencePage {
  readonly page: KeptAsset;
  /** By the last part of their addresses, which holds their hash. */
  readonly files: ReadonlyMap<string, KeptAsset>;
}

/**
 * The reference of the API for people, at `/docs`. Works without any outside network. Its library holds megabytes of script, so it is
 * read when somebody first asks for the page.
 * @param webhooks the calls that integrators are sent, by the type of event. They stand beside the document of the API, not in it:
 * generators of clients stumble over them.
 */
export function registerReferencePage(app: FastifyInstance, webhooks: Readonly<Record<string, object>>): void {
  let loading: Promise<ReferencePage> | undefined;
  const load = (): Promise<ReferencePage> => (loading ??= loadReferencePage());
  const schema = { hide: true } as object;

  const show = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { page } = await load();
    return sendAsset(page, request, reply.header('content-security-policy', CONTENT_SECURITY_POLICY));
  };
  for (const url of [PREFIX, `${PREFIX}/`]) app.get(url, { schema }, show);

  const told = keepAsset(Buffer.from(JSON.stringify(webhooks)), 'application/json; charset=utf-8', ASK_ALWAYS);
  app.get(`${PREFIX}/webhooks.json`, { schema }, async (request, reply) => sendAsset(told, request, reply));

  app.get(`${PREFIX}/:file`, { schema }, async (request, reply) => {
    const { file } = request.params as { file: string };
    const asset = (await load()).files.get(file);
    if (!asset) return reply.callNotFound();
    return sendAsset(asset, request, reply);
  });
}

async function loadReferencePage(): Promise<ReferencePage> {
  const [style, ours, library, start] = await Promise.all([
    readFile(fileURLToPath(import.meta.resolve('@fastify/swagger-ui/static/swagger-ui.css'))),
    readFile(new URL('styles/reference.css', FOLDER)),
    readFile(fileURLToPath(import.meta.resolve('@fastify/swagger-ui/static/swagger-ui-bundle.js'))),
    readFile(new URL('dist/reference.js', FOLDER)),
  ]);
  const styles = namedAsset('style', Buffer.concat([style, ours]), STYLE);
  const scripts = [namedAsset('library', library, SCRIPT), namedAsset('start', start, SCRIPT)];
  const page = pageOf(
    styles[0],
    scripts.map(([name]) => name),
  );
  return {
    page: keepAsset(Buffer.from(page), 'text/html; charset=utf-8', ASK_ALWAYS),
    files: new Map([styles, ...scripts]),
  };
}

function namedAsset(name: string, bytes: Buffer, type: string): readonly [string, KeptAsset] {
  const asset = keepAsset(bytes, type, NEVER_ASK_AGAIN);
  return [`${name}-${asset.hash}.${type === STYLE ? 'css' : 'js'}`, asset];
}

function pageOf(style: string, scripts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>NT24 Integration API</title>
    <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="${PREFIX}/${style}" />
  </head>
  <body>
    <div id="reference"></div>
    ${scripts.map((name) => `<script src="${PREFIX}/${name}"></script>`).join('\n    ')}
  </body>
</html>
`;
}
