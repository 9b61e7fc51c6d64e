import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptedEncoding, type Encoding } from './accepted-encoding.ts';
import { isKnownVersion } from './known-version.ts';

/** Browsers keep it and ask by ETag, so that a new version shows at once. */
export const ASK_ALWAYS = 'public, no-cache';
/** For an address that holds the hash of what is there. */
export const NEVER_ASK_AGAIN = 'public, max-age=31536000, immutable';

/** The same for everybody, held in memory, and compressed once when it is first asked for. */
export interface KeptAsset {
  readonly type: string;
  readonly identity: Buffer;
  readonly hash: string;
  readonly cacheControl: string;
  readonly compressed: Map<Encoding, Promise<Buffer>>;
}

/** Nearly as small as the highest, which takes seconds for the script of the reference page. */
const BROTLI_QUALITY = 9;

const compress: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: (bytes) => promisify(gzip)(bytes),
  identity: async (bytes) => bytes,
};

export function keepAsset(identity: Buffer, type: string, cacheControl: string): KeptAsset {
  const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
  return { type, identity, hash, cacheControl, compressed: new Map() };
}

export async function sendAsset(asset: KeptAsset, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const encoding = acceptedEncoding(request);
  const etag = `"${asset.hash}-${encoding}"`;
  reply.headers({ 'cache-control': asset.cacheControl, etag, vary: 'Accept-Encoding' }).type(asset.type);
  if (isKnownVersion(request, etag)) return reply.code(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.send(await bodyIn(asset, encoding));
}

function bodyIn({ identity, compressed }: KeptAsset, encoding: Encoding): Promise<Buffer> {
  const body = compressed.get(encoding) ?? compress[encoding](identity);
  compressed.set(encoding, body);
  return body;
}
