import { setTimeout as sleep } from 'node:timers/promises';

/** Both at once, the one or the other up to `spreadMs` ahead. */
export function nearlyAtOnce<A, B>(spreadMs: number, one: () => Promise<A>, other: () => Promise<B>): Promise<[A, B]> {
  const lead = (Math.random() - 0.5) * 2 * spreadMs;
  return Promise.all([sleep(Math.max(0, lead)).then(one), sleep(Math.max(0, -lead)).then(other)]);
}
