import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isKnownVersion } from '../../platform/http/known-version.ts';
import { acceptedEncoding, type Encoding } from './accepted-encoding.ts';
import { hiddenOperation } from './hidden-operation.ts';

const FOLDER = new URL('../../../../portal/', import.meta.url);
const ASSETS = [
  { url: '/assets/portal.css', file: 'dist/portal.css', type: 'text/css; charset=utf-8' },
  { url: '/assets/portal.js', file: 'dist/portal.js', type: 'text/javascript; charset=utf-8' },
  { url: '/assets/favicon.svg', file: 'icons/favicon.svg', type: 'image/svg+xml' },
] as const;

interface Asset {
  readonly type: string;
  readonly bodies: Readonly<Record<Encoding, Buffer>>;
  readonly hash: string;
}

/** Styles, script and icons, read and compressed once. Browsers keep them and ask by ETag, so that a new version shows at once. */
export function registerAssets(scope: FastifyInstance): void {
  for (const { url, file, type } of ASSETS) {
    const asset = readAsset(file, type);
    const handler = async (request: FastifyRequest, reply: FastifyReply) => sendAsset(asset, request, reply);
    scope.route({ method: 'GET', url, schema: hiddenOperation('portalAsset'), handler });
  }
}

function readAsset(file: string, type: string): Asset {
  const identity = readFileSync(new URL(file, FOLDER));
  const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
  return { type, hash, bodies: { identity, br: brotliCompressSync(identity), gzip: gzipSync(identity) } };
}

function sendAsset({ type, hash, bodies }: Asset, request: FastifyRequest, reply: FastifyReply) {
  const encoding = acceptedEncoding(request);
  const etag = `"${hash}-${encoding}"`;
  reply.headers({ 'cache-control': 'public, no-cache', etag, vary: 'Accept-Encoding' }).type(type);
  if (isKnownVersion(request, etag)) return reply.code(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.send(bodies[encoding]);
}
