import fastify from 'fastify';
import { registerAssets } from '../../packages/server/src/modules/portal/assets.ts';
import { sendPublicHeaders } from '../../packages/server/src/modules/portal/public-headers.ts';
import { renderEveryState } from '../../packages/server/src/modules/portal/views/view-states.test-support.ts';
import type { Language } from '../../packages/server/src/platform/languages.ts';

export interface ViewServer {
  readonly url: string;
  /** The names of all states; each stands at `{url}/{language}/{state}`. */
  readonly states: readonly string[];
  stop(): Promise<void>;
}

/** Every state of every page on loopback, with the headers and the assets that the portal sends. */
export async function startViewServer(languages: readonly Language[]): Promise<ViewServer> {
  const pages = new Map(languages.map((language) => [language as string, statesIn(language)]));
  const app = fastify();
  sendPublicHeaders(app);
  registerAssets(app);
  app.get<{ Params: { language: string; state: string } }>('/:language/:state', async (request, reply) => {
    const page = pages.get(request.params.language)?.[request.params.state];
    if (page === undefined) return reply.code(404).send();
    return reply.type('text/html; charset=utf-8').send(page);
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, states: Object.keys(pages.values().next().value ?? {}), stop: () => app.close() };
}

function statesIn(language: Language): Readonly<Record<string, string>> {
  return renderEveryState({
    language,
    operatorName: 'NT24 Demo',
    abuseContact: 'abuse@nt24.example',
    imprintUrl: '/imprint',
    privacyUrl: '/kyc/privacy',
  });
}
