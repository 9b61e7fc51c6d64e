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
  readonly identity: Buffer;
  readonly hash: string;
  readonly compressed: Map<Encoding, Buffer>;
}

const compress = { br: brotliCompressSync, gzip: gzipSync, identity: (bytes: Buffer): Buffer => bytes };

/** Styles, script and icons, read once, and compressed once when they are first asked for. Browsers keep them and ask by ETag, so that a new version shows at once. */
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
  return { type, identity, hash, compressed: new Map() };
}

function sendAsset(asset: Asset, request: FastifyRequest, reply: FastifyReply) {
  const { type, hash } = asset;
  const encoding = acceptedEncoding(request);
  const etag = `"${hash}-${encoding}"`;
  reply.headers({ 'cache-control': 'public, no-cache', etag, vary: 'Accept-Encoding' }).type(type);
  if (isKnownVersion(request, etag)) return reply.code(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.send(bodyIn(asset, encoding));
}

function bodyIn({ identity, compressed }: Asset, encoding: Encoding): Buffer {
  const body = compressed.get(encoding) ?? compress[encoding](identity);
  compressed.set(encoding, body);
  return body;
}
