import { randomUUID } from 'node:crypto';
import { makePdf } from '../packages/server/src/modules/files/sample-files.ts';
import { type Contestant, type ContestantPlan, createContestant } from './contestant.ts';
import { CREATE, GET_ONE, PRISM_REVOKE, REVOKE } from './names.ts';
import { type NumberedInvitations, numbersOf } from './numbered-invitations.ts';
import type { Target } from './raw-request.ts';
import { pathOfBuyer } from './prepare.ts';
import type { Stand } from './stand.ts';

const CONNECTIONS = [32, 64];
/**
 * For slow calls. What is under way at the end of a turn has cost and does not count, and many of them would make each answer look dear.
 * More uploads than these would also wait to be judged, and be refused.
 */
const FEW_CONNECTIONS = [4, 8];
/** For the buyer's pages. */
export const SOME_CONNECTIONS = [16, 32];
const REVOCATION = JSON.stringify({ reason: 'The deal was called off.' });
/** Sent again and again in turn. */
const DISTINCT_READS = 20_000;
const DISTINCT_LISTS = 500;

export function json(path: string, body: string): Target {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  return { method: 'POST', path, headers, body };
}

/** What the API's calls have in common. */
export function apiPlan({ api, postgresPid, token }: Stand) {
  return {
    port: api.port,
    pids: { api: api.pid, postgres: postgresPid },
    status: 200,
    connections: CONNECTIONS,
    token,
  } satisfies Partial<ContestantPlan>;
}

const BOUNDARY = '----nt24-bench';
const PART = `--${BOUNDARY}\r\ncontent-disposition: form-data; name=`;
/** The form of an upload, the same each time. */
const FORM = Buffer.concat([
  Buffer.from(`${PART}"type"\r\n\r\nCOC_EXTRACT\r\n${PART}"documentDate"\r\n\r\n2026-01-31\r\n`),
  Buffer.from(`${PART}"file"; filename="extract.pdf"\r\ncontent-type: application/pdf\r\n\r\n`),
  makePdf(1_000_000),
  Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
]);

function upload(path: string): Target {
  const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, 'idempotency-key': randomUUID() };
  return { method: 'POST', path, headers };
}

export interface Compared {
  readonly revoke: Contestant;
  readonly getOne: Contestant;
  readonly prism: Contestant;
}

/** What is held against Prism and pgbench. */
export function createCompared(stand: Stand, invitations: NumberedInvitations): Compared {
  const ours = apiPlan(stand);
  const revocations = async (count: number, base: string): Promise<Target[]> =>
    numbersOf(await invitations.take(count)).map((n) => json(`${base}${invitations.pathOf(n)}/revoke`, REVOCATION));
  return {
    revoke: createContestant({
      ...ours,
      name: REVOKE,
      mostPerSecond: 20_000,
      prepare: (count) => revocations(count, '/v1'),
    }),
    getOne: createContestant({
      ...ours,
      name: GET_ONE,
      mostPerSecond: 20_000,
      again: DISTINCT_READS,
      prepare: async (count) =>
        numbersOf(await invitations.take(count)).map((n) => ({ method: 'GET', path: `/v1${invitations.pathOf(n)}` })),
    }),
    prism: createContestant({
      ...ours,
      name: PRISM_REVOKE,
      port: stand.prism.port,
      pids: { prism: stand.prism.pid },
      mostPerSecond: 5_000,
      again: DISTINCT_READS,
      // It keeps no state: the same requests can be sent to it again.
      prepare: (count) =>
        numbersOf({ first: 0, count }).map((n) => json(`${invitations.pathOf(n)}/revoke`, REVOCATION)),
    }),
  };
}

/** Further calls of integrators. */
export function createCalls(stand: Stand): readonly [create: Contestant, ...others: Contestant[]] {
  const ours = apiPlan(stand);
  const { sellerId, buyerIds } = stand.bench;
  const buyerOf = (n: number): string => `/v1${pathOfBuyer(stand.bench, n)}`;
  let created = 0;
  const list = (name: string, path: (n: number) => string, connections = CONNECTIONS): Contestant =>
    createContestant({
      ...ours,
      connections,
      name,
      mostPerSecond: 10_000,
      again: DISTINCT_LISTS,
      prepare: (count) => numbersOf({ first: 0, count }).map((n) => ({ method: 'GET', path: path(n) })),
    });
  return [
    createContestant({
      ...ours,
      name: CREATE,
      status: 201,
      mostPerSecond: 20_000,
      prepare: (count) =>
        numbersOf({ first: (created += count) - count, count }).map((n) =>
          json(
            `${buyerOf(n)}/kyc/self-service-invitations`,
            JSON.stringify({ recipientEmail: `created${n}@example.com`, locale: 'en' }),
          ),
        ),
    }),
    list("GET list, one buyer's", (n) => `${buyerOf(n % buyerIds.length)}/kyc/self-service-invitations`),
    list("GET list, the seller's", () => `/v1/partners/${sellerId}/self-service-invitations`, FEW_CONNECTIONS),
    createContestant({
      ...ours,
      name: 'POST upload of 1 MB',
      status: 201,
      mostPerSecond: 200,
      connections: FEW_CONNECTIONS,
      tail: FORM,
      prepare: (count) => numbersOf({ first: 0, count }).map((n) => upload(`${buyerOf(n)}/kyc/documents`)),
    }),
  ];
}
