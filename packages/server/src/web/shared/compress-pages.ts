import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { acceptedEncoding } from '../../platform/http/accepted-encoding.ts';

const WORTH_BYTES = 1_024;
/** Nearly as small as the highest, in a tenth of its time. */
const BROTLI_QUALITY = 5;

const compress = {
  br: (page: string) =>
    promisify(brotliCompress)(page, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: (page: string) => promisify(gzip)(page),
};

/**
 * Pages go out compressed, which on a phone's line is most of the first page's time. What an attacker could learn from the length of
 * an answer (BREACH) needs words of his beside a secret: no page repeats anything of its request but a form that came from the page
 * itself, and `SameSite` keeps the session away from requests that other sites make.
 */
export function compressPages(scope: FastifyInstance): void {
  scope.addHook('onSend', async (request, reply, payload) => {
    const isPage = typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html');
    if (!isPage || payload.length < WORTH_BYTES) return payload;
    reply.header('vary', 'Accept-Encoding');
    const encoding = acceptedEncoding(request);
    if (encoding === 'identity') return payload;
    reply.header('content-encoding', encoding).removeHeader('content-length');
    return compress[encoding](payload);
  });
}
