import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRef } from './session-address.ts';
import type { Session, Sessions } from './session.ts';

/**
 * Of one invitation each. The bare name was the one cookie of all, and opens nothing any more. Over plain http browsers take no name that
 * begins with `__Host-`, and Safari no `Secure` cookie, not even from this machine.
 */
const SECURE = { name: '__Host-nt24', options: optionsOf({ secure: true }) };
const PLAIN = { name: 'nt24', options: optionsOf({ secure: false }) };

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
  const session = await sessions.open(cookies[nameOf(sessions, ref)]);
  return session?.ref === ref ? session : undefined;
}

export async function keepSession(sessions: Sessions, session: Session, reply: FastifyReply): Promise<void> {
  reply.setCookie(nameOf(sessions, session.ref), await sessions.seal(session), kindOf(sessions).options);
}

/** The same for one that begins, for which older ones may have to go. */
export async function beginSession(
  sessions: Sessions,
  session: Session,
  exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<void> {
  await keepSession(sessions, session, exchange.reply);
  dropOldSessions(sessions, session, exchange);
}

export function dropSession(sessions: Sessions, request: FastifyRequest, reply: FastifyReply): void {
  const ref = refIn(request);
  if (ref !== undefined) reply.clearCookie(nameOf(sessions, ref), kindOf(sessions).options);
}

/** Those beyond what a browser may bring along; browsers send the oldest first (RFC 6265, 5.4). */
function dropOldSessions(
  sessions: Sessions,
  begun: Session,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): void {
  const { name: bare, options } = kindOf(sessions);
  const kept = nameOf(sessions, begun.ref);
  const ours = Object.keys(request.cookies).filter((name) => name === bare || name.startsWith(`${bare}-`));
  const others = ours.filter((name) => name !== kept);
  const current = others.filter((name) => name !== bare);
  const dropped = new Set([bare, ...current.slice(0, Math.max(0, current.length - (MAX_SESSIONS - 1)))]);
  for (const name of others) if (dropped.has(name)) reply.clearCookie(name, options);
}

function optionsOf({ secure }: { readonly secure: boolean }) {
  return { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const;
}

function kindOf({ arePlain }: Sessions) {
  return arePlain ? PLAIN : SECURE;
}

function nameOf(sessions: Sessions, ref: string): string {
  return `${kindOf(sessions).name}-${ref}`;
}

function refIn(request: FastifyRequest): string | undefined {
  const { ref = '' } = request.params as { ref?: string };
  return isRef(ref) ? ref : undefined;
}
