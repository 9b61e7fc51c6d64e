import { METHODS } from 'node:http';
import type { FastifyInstance, HTTPMethods } from 'fastify';
import { ProblemError } from '../problems/problems.ts';
import { MethodNotAllowed } from '../problems/problem-types.ts';

/** All that Node reads, but for CONNECT, which is not about an address here. */
const ALL_METHODS = METHODS.filter((method) => method !== 'CONNECT') as HTTPMethods[];

/** Answers 405 with Allow on every address that exists with another method. Call before the routes are registered. */
export function answerWrongMethods(app: FastifyInstance): () => void {
  for (const method of ALL_METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
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
      const refuse = async (): Promise<never> => {
        throw new ProblemError(MethodNotAllowed, `This address answers ${allow}.`, { headers: { allow } });
      };
      // Refused before the body is read: what it holds does not matter any more.
      app.route({ method: wrong, url, onRequest: refuse, handler: refuse, schema: { hide: true } as object });
    }
  };
}
