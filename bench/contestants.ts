import type { LoadResult } from './load-generator.ts';
import { runPgbench } from './pgbench.ts';
import { pathOf } from './prepare.ts';
import type { Stand } from './stand.ts';

const CONNECTIONS = 32;
const BODY = JSON.stringify({ reason: 'The deal was called off.' });

/** What is measured. Each revocation uses up an invitation. */
export interface Contestants {
  /** With `perSecond` arrivals come at that steady rate instead of as fast as they are answered. */
  revoke(requests: number, perSecond?: number): Promise<LoadResult>;
  getOne(requests: number): Promise<LoadResult>;
  prism(requests: number): Promise<LoadResult>;
  /** Transactions a second. */
  pgbench(program: string, clients: number, transactions: number): Promise<number>;
}

export function createContestants(stand: Stand, invitations: number): Contestants {
  const { bench, load, api, prism, token, databaseUrl } = stand;
  const common = { connections: CONNECTIONS, headers: { authorization: `Bearer ${token}` } };
  let used = 0;

  function takeInvitations(count: number): number {
    const first = used;
    used += count;
    if (used > invitations) throw new Error('too few invitations were prepared');
    return first;
  }

  function pathsFrom(first: number, count: number, write: (path: string) => string): string[] {
    return Array.from({ length: count }, (_, n) => write(pathOf(bench, (first + n) % invitations)));
  }

  return {
    revoke(requests, perSecond) {
      const paths = pathsFrom(takeInvitations(requests), requests, (path) => `/v1${path}/revoke`);
      const rate = perSecond === undefined ? {} : { perSecond };
      return load.run({ ...common, ...rate, port: api.port, method: 'POST', paths, body: BODY });
    },
    getOne(requests) {
      const paths = pathsFrom(used, requests, (path) => `/v1${path}`);
      return load.run({ ...common, port: api.port, method: 'GET', paths });
    },
    prism(requests) {
      const paths = pathsFrom(used, requests, (path) => `${path}/revoke`);
      return load.run({ ...common, port: prism.port, method: 'POST', paths, body: BODY });
    },
    pgbench(program, clients, transactions) {
      const count = Math.floor(transactions / clients) * clients;
      return runPgbench(program, { databaseUrl, bench, clients, count, first: takeInvitations(count) });
    },
  };
}
