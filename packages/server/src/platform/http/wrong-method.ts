import type { FastifyInstance, HTTPMethods } from 'fastify';
import { ProblemError } from '../problems/problems.ts';

const ALL_METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Answers 405 with Allow on every address that exists with another method. Call before the routes are registered. */
export function answerWrongMethods(app: FastifyInstance): () => void {
  const methodsByUrl = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methodsByUrl.get(url) ?? new Set<string>();
    for (const one of Array.isArray(method) ? method : [method]) known.add(one);
    methodsByUrl.set(url, known);
  });
  return () => {
    for (const [url, known] of Array.from(methodsByUrl)) {
      const wrong = ALL_METHODS.filter((method) => !known.has(method));
      if (url.includes('*') || wrong.length === 0) continue;
      const allow = [...known].join(', ');
      const handler = async (): Promise<never> => {
        throw new ProblemError('method-not-allowed', `This address answers ${allow}.`, { headers: { allow } });
      };
      app.route({ method: wrong, url, handler, schema: { hide: true } as object });
    }
  };
}
