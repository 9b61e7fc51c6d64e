import type { FastifyRequest } from 'fastify';
import { FALLBACK_LANGUAGE, type Language, languageOf } from '../../modules/texts/index.ts';

/** The language asked for by `?lang=`. */
export function askedLanguage(request: FastifyRequest): Language | undefined {
  const { lang } = (request.query ?? {}) as { lang?: unknown };
  return typeof lang === 'string' ? languageOf(lang) : undefined;
}

/** In this order: asked for, the invitation's or the session's, the browser's, English (contract 3.6). */
export function chooseLanguage(request: FastifyRequest, preset?: string): Language {
  return (
    askedLanguage(request) ??
    (preset === undefined ? undefined : languageOf(preset)) ??
    browserLanguage(request.headers['accept-language'] ?? '') ??
    FALLBACK_LANGUAGE
  );
}

/** The known language with the highest weight (RFC 9110 section 12.5.4). */
function browserLanguage(header: string): Language | undefined {
  const wishes = header.split(',', 20).map((wish) => {
    const [tag = '', ...parameters] = wish.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    return { language: languageOf(tag), weight: Number(weight) || 0 };
  });
  return wishes.filter(({ language, weight }) => language && weight > 0).sort((a, b) => b.weight - a.weight)[0]
    ?.language;
}
