import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRef } from './session-address.ts';
import type { Session, Sessions } from './session.ts';

/** Of one invitation each. The bare name was the one cookie of all, and opens nothing any more. */
const NAME = '__Host-nt24';
const OWN_NAME = /^__Host-nt24(?:-|$)/;
const OPTIONS = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;

/** Node takes 16 KiB of headers; a session with a long file name in its notice has nearly 2. */
const MAX_SESSIONS = 8;

/** The session of the invitation that the address names; no other one, under whatever name its cookie comes. */
export async function openSession(sessions: Sessions, request: FastifyRequest): Promise<Session | undefined> {
  const ref = refIn(request);
  return ref === undefined ? undefined : openSessionOf(sessions, request, ref);
}

/** The same of an invitation that the address does not name. */
export async function openSessionOf(
  sessions: Sessions,
  { cookies }: FastifyRequest,
  ref: string,
): Promise<Session | undefined> {
  const session = await sessions.open(cookies[nameOf(ref)]);
  return session?.ref === ref ? session : undefined;
}

export async function keepSession(sessions: Sessions, session: Session, reply: FastifyReply): Promise<void> {
  reply.setCookie(nameOf(session.ref), await sessions.seal(session), OPTIONS);
}

export function dropSession(request: FastifyRequest, reply: FastifyReply): void {
  const ref = refIn(request);
  if (ref !== undefined) reply.clearCookie(nameOf(ref), OPTIONS);
}

/** Those beyond what a browser may bring along; browsers send the oldest first (RFC 6265, 5.4). */
export function dropOldSessions(begun: Session, request: FastifyRequest, reply: FastifyReply): void {
  const others = Object.keys(request.cookies).filter((name) => OWN_NAME.test(name) && name !== nameOf(begun.ref));
  const current = others.filter((name) => name !== NAME);
  const dropped = new Set([NAME, ...current.slice(0, Math.max(0, current.length - (MAX_SESSIONS - 1)))]);
  for (const name of others) if (dropped.has(name)) reply.clearCookie(name, OPTIONS);
}

function nameOf(ref: string): string {
  return `${NAME}-${ref}`;
}

function refIn(request: FastifyRequest): string | undefined {
  const { ref = '' } = request.params as { ref?: string };
  return isRef(ref) ? ref : undefined;
}
