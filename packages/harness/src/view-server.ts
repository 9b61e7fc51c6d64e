import fastify from 'fastify';
import { readStylesheet } from '../../server/src/modules/parties/brand/index.ts';
import { makeSampleLogo } from '../../server/src/modules/parties/brand/sample-logo.test-support.ts';
import { registerAssets } from '../../server/src/web/shared/assets.ts';
import { sendPublicHeaders } from '../../server/src/web/shared/public-headers.ts';
import { makeSamplePage } from '../../server/src/web/portal/sample-page.test-support.ts';
import { resendStates } from '../../server/src/web/portal/resend/resend-states.test-support.ts';
import { everyState } from '../../server/src/web/portal/view-states.test-support.ts';
import type { PageContext } from '../../server/src/web/shared/page-model.ts';
import { FALLBACK_LANGUAGE, type Language, languageOf } from '../../server/src/modules/texts/index.ts';

export interface ViewServer {
  readonly url: string;
  /** The names of all states; each stands at `{url}/{language}/{state}`. */
  readonly states: readonly string[];
  /** Likewise, of pages that are in English only: those for people at the seller. */
  readonly englishStates: readonly string[];
  stop(): Promise<void>;
}

/** Every state of every page on loopback, with the headers and the assets that the portal sends. */
export async function startViewServer(): Promise<ViewServer> {
  const english = resendStates(contextIn(FALLBACK_LANGUAGE));
  const pages = new Map<Language, Readonly<Record<string, () => string>>>();
  const app = fastify();
  sendPublicHeaders(app);
  registerAssets(app);
  const logo = await makeSampleLogo();
  const preview = await makeSamplePage();
  app.get<{ Params: { name: string } }>('/assets/brand/:name', async ({ url, params: { name } }, reply) =>
    name.endsWith('.png') ? reply.type('image/png').send(logo) : reply.type('text/css').send(readStylesheet(url)),
  );
  for (const what of ['preview', 'copy'])
    app.get(`/kyc/:ref/documents/:id/${what}`, async (_request, reply) => reply.type('image/png').send(preview));
  // What waits for its end keeps waiting, as it is drawn.
  app.post('/kyc/:ref/uploads/:id/finish', async (_request, reply) => reply.code(503).send());
  app.get<{ Params: { language: string; state: string } }>('/:language/:state', async (request, reply) => {
    const language = languageOf(request.params.language) ?? FALLBACK_LANGUAGE;
    const states = pages.get(language) ?? statesIn(language);
    pages.set(language, states);
    const render = states[request.params.state] ?? english[request.params.state];
    if (!render) return reply.code(404).send();
    return reply.type('text/html; charset=utf-8').send(render());
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const states = Object.keys(statesIn(FALLBACK_LANGUAGE));
  return { url, states, englishStates: Object.keys(english), stop: () => app.close() };
}

function statesIn(language: Language): Readonly<Record<string, () => string>> {
  return everyState(contextIn(language));
}

function contextIn(language: Language): PageContext {
  return {
    language,
    operatorName: 'NT24 Demo',
    abuseContact: 'abuse@nt24.example',
    imprintUrl: '/imprint',
    privacyUrl: '/kyc/AbCdEfGhIjKl/privacy',
  };
}
