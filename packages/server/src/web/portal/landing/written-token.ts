import type { FastifyRequest } from 'fastify';

/** What mail programs and people leave behind a link, from the first character on that no token can hold: `.`, `)`, `>`, a blank. */
const BEHIND_TOKEN = /[^A-Za-z0-9_-].*$/su;

export function writtenToken(request: FastifyRequest): string {
  const { token = '' } = request.params as { token?: string };
  return token.replace(BEHIND_TOKEN, '');
}
