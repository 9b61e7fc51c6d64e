import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { refOf, sessionPathOf } from '../packages/server/src/web/portal/session/session-address.ts';
import { createSessions } from '../packages/server/src/web/portal/session/session.ts';
import { NOTICE_VERSION } from '../packages/harness/src/visitor.ts';
import { type Contestant, createContestant } from './contestant.ts';
import { apiPlan, SOME_CONNECTIONS } from './contestants.ts';
import { type NumberedInvitations, numbersOf } from './numbered-invitations.ts';
import { idOf } from './prepare.ts';
import type { Target } from './raw-request.ts';
import { PUBLIC_BASE_URL } from './service.ts';
import type { Stand } from './stand.ts';

/** Each of them has a session; the pages are sent again and again in turn. */
const VISITORS = 500;

/** A buyer at work on one invitation, with his files in the draft. */
interface Visitor {
  readonly headers: Readonly<Record<string, string>>;
  at(step: string): string;
}

/** What buyers ask for on the page. */
export function createBuyersContestants(stand: Stand, invitations: NumberedInvitations): Contestant[] {
  const { token: _none, ...ours } = apiPlan(stand);
  const page = { ...ours, connections: SOME_CONNECTIONS, mostPerSecond: 5_000, again: VISITORS };
  return [
    createContestant({
      ...page,
      name: 'Page: landing',
      prepare: async (count) => links(stand, await pathsOf(invitations, count)),
    }),
    createContestant({
      ...page,
      name: 'Page: documents, two files there',
      prepare: async (count) =>
        (await visit(stand, await invitations.take(count))).map(({ at, headers }) => ({
          method: 'GET',
          path: at('documents'),
          headers,
        })),
    }),
    createContestant({
      ...ours,
      name: 'Page: submit two files',
      status: 303,
      mostPerSecond: 4_000,
      prepare: async (count) => (await visit(stand, await invitations.take(count))).map(submission),
    }),
  ];
}

async function pathsOf(invitations: NumberedInvitations, count: number): Promise<string[]> {
  return numbersOf(await invitations.take(count)).map((n) => invitations.pathOf(n));
}

/** Of the mails to come. */
async function links({ api, token }: Stand, paths: readonly string[]): Promise<Target[]> {
  const headers = { authorization: `Bearer ${await token()}` };
  const targets: Target[] = [];
  for (const path of paths) {
    const answer = await fetch(`http://127.0.0.1:${api.port}/v1${path}`, { headers });
    const { publicLinkUrl } = (await answer.json()) as { publicLinkUrl: string };
    targets.push({ method: 'GET', path: new URL(publicLinkUrl).pathname, headers: comingFrom(targets.length) });
  }
  return targets;
}

/** As a browser asks. Budgets are by network, and each buyer has his own. */
function comingFrom(n: number): Record<string, string> {
  return {
    'accept-encoding': 'gzip, deflate, br, zstd',
    'accept-language': 'en',
    'x-forwarded-for': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
  };
}

function submission({ at, headers }: Visitor): Target {
  return {
    method: 'POST',
    path: at('review'),
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded', origin: PUBLIC_BASE_URL },
    body: String(new URLSearchParams({ privacyNoticeVersion: NOTICE_VERSION })),
  };
}

/** Sessions as Start makes them, and files as uploads leave them, both without the hundred thousand calls that would take. */
async function visit(stand: Stand, taken: { first: number; count: number }): Promise<Visitor[]> {
  await addDraftFiles(stand.databaseUrl, taken);
  const { keyring, bench } = stand;
  const clock = { now: () => new Date() };
  const sessions = createSessions({ keyring, clock, masterKeys: { opensSessions: () => true } });
  return Promise.all(
    numbersOf(taken).map(async (n) => {
      const invitationId = idOf(n);
      const ref = refOf(invitationId, keyring);
      const sealed = await sessions.seal({
        invitationId,
        ref,
        linkVersion: 1,
        submissionId: randomUUID(),
        language: 'en',
        sellerId: bench.sellerId,
        startedAtSeconds: sessions.nowSeconds(),
        hasContributed: true,
      });
      const headers = { cookie: `__Host-nt24-${ref}=${sealed}`, ...comingFrom(n) };
      return { headers, at: sessionPathOf(ref) };
    }),
  );
}

/** One for each document that was asked for. */
async function addDraftFiles(url: string, { first, count }: { first: number; count: number }): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `insert into kyc_files (id, invitation_id, type, file_name, media_type, byte_size, sha256, storage_key,
         review_storage_key, review_media_type, review_byte_size, active_content, signed, encrypted)
       select gen_random_uuid(), lpad(n::text, 32, '0')::uuid, type, 'extract.pdf', 'application/pdf', 1000000, sha256(type::bytea),
         md5(n || type || 'original'), md5(n || type || 'review'), 'application/pdf', 1000000, false, false, false
       from generate_series($1::int, $2::int) n, unnest(array['COC_EXTRACT', 'VAT_CERTIFICATE']) type`,
      [first, first + count - 1],
    );
    await client.query('analyze kyc_files');
  } finally {
    await client.end();
  }
}
