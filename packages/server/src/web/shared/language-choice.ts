import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { FALLBACK_LANGUAGE, type Language, languageOf } from '../../modules/texts/index.ts';

/** More languages than this nobody speaks. */
const MAX_WISHES = 20;

type Asking = Pick<FastifyRequest, 'headers' | 'query'>;

/** The language asked for by `?lang=`. */
export function askedLanguage(request: Asking): Language | undefined {
  const { lang } = (request.query ?? {}) as { lang?: unknown };
  return typeof lang === 'string' ? languageOf(lang) : undefined;
}

/** In this order: asked for, the invitation's or the session's, the browser's, English (contract 3.6). */
export function chooseLanguage(request: Asking, preset?: string): Language {
  return (
    askedLanguage(request) ??
    (preset === undefined ? undefined : languageOf(preset)) ??
    browserLanguage(request) ??
    FALLBACK_LANGUAGE
  );
}

/** The known language that is most welcome (RFC 9110, 12.5.4). */
function browserLanguage({ headers }: Asking): Language | undefined {
  const welcome = new Negotiator({ headers }).languages();
  return welcome
    .slice(0, MAX_WISHES)
    .map(languageOf)
    .find((known) => known !== undefined);
}
