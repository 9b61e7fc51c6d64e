import type { FastifyInstance, FastifyRequest } from 'fastify';
import { singleHeader } from '../../../platform/http/single-header.ts';
import type { Logger } from '../../../platform/logger.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import type { VerificationDeps } from './deps.ts';
import { recordWord } from './record-word.ts';

/** What iDenfy sends of one person has some ten kilobytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * `POST /callbacks/idenfy`: the provider tells what became of a session. It has no token; the signature over the raw body is what lets
 * it in, and nothing of the body is read before. 200 says that no callback need come again.
 */
export async function registerVerificationCallbacks(
  app: FastifyInstance,
  { db, log, verification: provider }: VerificationDeps & { readonly log: Logger },
): Promise<void> {
  if (!provider) return;
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.route({
      method: 'POST',
      url: '/callbacks/idenfy',
      schema: { hide: true, operationId: 'receiveVerificationCallback' } as object,
      bodyLimit: MAX_BODY_BYTES,
      async handler(request) {
        const signature = singleHeader(request, 'Idenfy-Signature');
        const word = provider.readCallback({ body: bytesOf(request), signature });
        if (word && !(await recordWord({ db, log, provider }, word)))
          throw new ProblemError(NotFound, 'There is no such session.');
        return {};
      },
    });
  });
}

function bytesOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
