import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import sql from 'sql-template-tag';
import { expireOverdue } from '../packages/server/src/modules/self-service/invitations/index.ts';
import { type ApiProcess, startApiProcess } from '../packages/harness/src/api-process.ts';
import { nearlyAtOnce } from '../packages/harness/src/nearly-at-once.ts';
import { eventually } from '../packages/harness/src/eventually.ts';
import { FILES_FOR_ONE } from '../packages/harness/src/kyc-calls.ts';
import {
  addBuyer,
  type BuyerScene,
  invite,
  type InvitationScene,
  sceneWithBuyer,
} from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { stepOf } from '../packages/harness/src/session-addresses.ts';
import { createVisitor, headingOf, textOf, type Visitor } from '../packages/harness/src/visitor.ts';

/** Rounds of submit against revoke (strength 2); the other races run a share of them. */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 500);
const SHARE = Math.max(10, Math.ceil(ROUNDS / 8));
const LANES = 4;
const SPREAD_MS = 20;
const TYPES = ['COC_EXTRACT'];

/** From everywhere: one network alone may not start so many visits in a minute. */
const addressOf = (round: number): string => `10.${round % 256}.0.1`;

interface Round {
  readonly scene: InvitationScene;
  readonly visitor: Visitor;
  readonly number: number;
}

/** What the database says of one invitation after its race. */
interface Facts {
  id: string;
  status: string;
  usage_count: number;
  link_version: number;
  used_events: number;
  expired_events: number;
  submissions: number;
  receipts: number;
  receipt_jobs: number;
  draft_files: number;
  document_files: number;
}

describe('races of an invitation', () => {
  let service: TestService;
  let lanes: BuyerScene[];
  /** What one process writes goes one after the other: the visitors come by a second one. */
  let api: ApiProcess;
  /** What the last one took. */
  let uploadMs = 50;

  before(async () => {
    service = await startService({ TRUST_PROXY: '127.0.0.1' });
    const first = await sceneWithBuyer(service);
    const others = await Promise.all(
      Array.from({ length: LANES - 1 }, () => addBuyer(service, first.org, first.token)),
    );
    lanes = [first, ...others];
    api = await startApiProcess(service, { settings: { TRUST_PROXY: '127.0.0.1' } });
  });
  after(async () => {
    await api.stop();
    await service.close();
  });

  /** Runs the rounds in a few lanes, each with a buyer of its own, and returns the invitations' ids. */
  async function race(rounds: number, run: (round: Round) => Promise<void>): Promise<string[]> {
    const token = await lanes[0]?.org.token();
    const ids: string[] = [];
    let next = 0;
    await Promise.all(
      lanes.map(async (lane) => {
        while (next < rounds) {
          const number = next++;
          const scene = await invite(
            service,
            { ...lane, token: token ?? '' },
            { locale: 'en', requestedDocuments: TYPES },
          );
          const visitor = createVisitor({ url: service.url, address: addressOf(number) });
          await visitor.prepare(scene.invitation.publicLinkUrl, TYPES);
          ids.push(scene.invitation.uuid);
          await run({ scene, visitor: visitor.through(api.url), number });
        }
      }),
    );
    assert.equal(ids.length, rounds);
    return ids;
  }

  function factsOf(ids: readonly string[]): Promise<Facts[]> {
    return service.db.read<Facts>(sql`select i.id, i.status, i.usage_count, i.link_version,
        (select count(*)::int from events e where e.data->>'invitationUuid' = i.id::text and e.type = 'self_service_invitation.used') as used_events,
        (select count(*)::int from events e where e.data->>'invitationUuid' = i.id::text and e.type = 'self_service_invitation.expired') as expired_events,
        (select count(*)::int from kyc_submissions k where k.invitation_id = i.id) as submissions,
        (select count(*)::int from mails m where m.subject_id = i.id::text and m.kind = 'RECEIPT') as receipts,
        (select count(*)::int from mails m join graphile_worker._private_jobs j on j.payload->>'mailId' = m.id::text
          where m.subject_id = i.id::text and m.kind = 'RECEIPT') as receipt_jobs,
        (select count(*)::int from kyc_files f where f.invitation_id = i.id) as draft_files,
        (select count(*)::int from kyc_submissions k join kyc_documents d on d.seller_id = k.seller_id and d.submission_id = k.id
          join kyc_files f on f.document_id = d.id where k.invitation_id = i.id) as document_files
      from invitations i where i.id = any(${[...ids]}::uuid[])`);
  }

  /** What lies there is what the files' rows ask for: no bytes without a row, and no row without its bytes. */
  async function assertAllKept(): Promise<void> {
    const rows = await service.db.read<{ storage_key: string }>(sql`select storage_key from stored_files`);
    assert.deepEqual(storedFiles(service).sort(), rows.map((row) => row.storage_key).sort());
    const files = await service.db.readFirst<{ count: number }>(sql`select count(*)::int as count from kyc_files`);
    assert.equal(rows.length, (files?.count ?? -1) * FILES_FOR_ONE);
  }

  function revoke({ scene }: Round): Promise<Response> {
    return service.call('POST', `${scene.path}/revoke`, { token: scene.token, body: { reason: 'called off' } });
  }

  /** An upload, and what ends the link at about the time when the file is judged: until then nothing of it can win. */
  async function whileUploading<T>(visitor: Visitor, other: () => Promise<T>): Promise<[Response, T]> {
    const startedAt = performance.now();
    const uploading = visitor.upload().finally(() => (uploadMs = performance.now() - startedAt));
    return Promise.all([uploading, sleep(uploadMs * (0.5 + Math.random())).then(other)]);
  }

  /** True when the submission won; otherwise the buyer was told how the link died. */
  async function isSent(response: Response, losing: string): Promise<boolean> {
    const page = await response.text();
    if (response.status === 303) {
      assert.equal(stepOf(response.headers.get('location')), '/kyc/done');
      return true;
    }
    assert.equal(response.status, 410, page);
    assert.equal(headingOf(page), textOf(`errorPage.${losing}.title`));
    return false;
  }

  function assertSent(facts: Facts): void {
    const { id, link_version: version, expired_events: expired, ...rest } = facts;
    assert.deepEqual(
      { version, expired, ...rest },
      {
        version: 1,
        expired: 0,
        status: 'USED',
        usage_count: 1,
        used_events: 1,
        submissions: 1,
        receipts: 1,
        receipt_jobs: 1,
        draft_files: 0,
        document_files: 1,
      },
      id,
    );
  }

  function assertUnsent(facts: Facts, status: string): void {
    const { id, link_version: _, expired_events: __, ...rest } = facts;
    assert.deepEqual(
      rest,
      {
        status,
        usage_count: 0,
        used_events: 0,
        submissions: 0,
        receipts: 0,
        receipt_jobs: 0,
        draft_files: 1,
        document_files: 0,
      },
      id,
    );
  }

  it(`submit x revoke, ${ROUNDS} rounds: exactly one wins, the other is told`, async () => {
    const sent = new Set<string>();
    const ids = await race(ROUNDS, async (round) => {
      const [submitted, revoked] = await nearlyAtOnce(
        SPREAD_MS,
        () => round.visitor.send(),
        () => revoke(round),
      );
      const submitWon = await isSent(submitted, 'revoked');
      const answer = (await revoked.json()) as { status: unknown; currentResource?: { status: string } };
      if (submitWon) {
        assert.equal(revoked.status, 409);
        assert.equal(answer.currentResource?.status, 'USED');
        sent.add(round.scene.invitation.uuid);
      } else {
        assert.equal(revoked.status, 200);
        assert.equal(answer.status, 'REVOKED');
      }
    });
    for (const facts of await factsOf(ids)) {
      if (sent.has(facts.id)) assertSent(facts);
      else assertUnsent(facts, 'REVOKED');
    }
    assert.ok(ROUNDS < 100 || (sent.size > 0 && sent.size < ROUNDS), 'each side wins now and then');
  });

  it(`submit x submit of one session, ${SHARE} rounds: one submission, both get its answer`, async () => {
    const ids = await race(SHARE, async ({ visitor }) => {
      const answers = await nearlyAtOnce(
        SPREAD_MS,
        () => visitor.send(),
        () => visitor.send(),
      );
      for (const answer of answers) assert.ok(await isSent(answer, 'used'));
    });
    for (const facts of await factsOf(ids)) assertSent(facts);
  });

  it(`submit x submit of two sessions, ${SHARE} rounds: one is sent, the other is told`, async () => {
    const ids = await race(SHARE, async ({ visitor, scene }) => {
      const colleague = createVisitor(service);
      await colleague.prepare(scene.invitation.publicLinkUrl, []);
      const answers = await nearlyAtOnce(
        SPREAD_MS,
        () => visitor.send(),
        () => colleague.send(),
      );
      const sent = await Promise.all(answers.map((answer) => isSent(answer, 'used')));
      assert.equal(sent.filter(Boolean).length, 1);
    });
    for (const facts of await factsOf(ids)) assertSent(facts);
  });

  it(`revoke x revoke, ${SHARE} rounds: one 200, one 409 with the invitation as it stands`, async () => {
    const ids = await race(SHARE, async (round) => {
      const answers = await nearlyAtOnce(
        SPREAD_MS,
        () => revoke(round),
        () => revoke(round),
      );
      assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409]);
    });
    for (const facts of await factsOf(ids)) assertUnsent(facts, 'REVOKED');
  });

  it(`expire x submit, ${SHARE} rounds: sent in time or expired, with one event either way`, async () => {
    const sent = new Set<string>();
    const ids = await race(SHARE, async ({ visitor, scene }) => {
      const id = scene.invitation.uuid;
      const [submitted] = await nearlyAtOnce(
        SPREAD_MS,
        () => visitor.send(),
        async () => {
          await service.db.write(
            sql`update invitations set expires_at = now() where id = ${id}::uuid and status = 'ACTIVE'`,
          );
          await expireOverdue(service.db, 1, id);
        },
      );
      if (await isSent(submitted, 'expired')) sent.add(id);
      await expireOverdue(service.db, 1, id);
    });
    for (const facts of await factsOf(ids)) {
      if (sent.has(facts.id)) assertSent(facts);
      else {
        assertUnsent(facts, 'EXPIRED');
        assert.equal(facts.expired_events, 1);
      }
    }
  });

  it(`resend with a new link x submit, ${SHARE} rounds: sent by the old link or replaced by the new one`, async () => {
    const sent = new Set<string>();
    const ids = await race(SHARE, async ({ visitor, scene }) => {
      const id = scene.invitation.uuid;
      await service.db.write(
        sql`update invitations set last_mail_at = last_mail_at - interval '11 minutes' where id = ${id}::uuid`,
      );
      const [submitted, resent] = await nearlyAtOnce(
        SPREAD_MS,
        () => visitor.send(),
        () => service.call('POST', `${scene.path}/resend`, { token: scene.token, body: { rotateLink: true } }),
      );
      const submitWon = await isSent(submitted, 'replaced');
      assert.equal(resent.status, submitWon ? 409 : 200);
      if (submitWon) sent.add(id);
    });
    for (const facts of await factsOf(ids)) {
      if (sent.has(facts.id)) assertSent(facts);
      else {
        assertUnsent(facts, 'ACTIVE');
        assert.equal(facts.link_version, 2);
      }
    }
  });

  it(`upload x revoke, ${SHARE} rounds: kept before, refused after, and no bytes without a row`, async () => {
    const added = new Map<string, number>();
    const ids = await race(SHARE, async (round) => {
      const [uploaded, revoked] = await whileUploading(round.visitor, () => revoke(round));
      assert.equal(revoked.status, 200);
      const page = await uploaded.text();
      if (uploaded.status !== 303) {
        assert.equal(uploaded.status, 410);
        assert.equal(headingOf(page), textOf('errorPage.revoked.title'));
      }
      added.set(round.scene.invitation.uuid, uploaded.status === 303 ? 2 : 1);
    });
    for (const facts of await factsOf(ids)) {
      assert.equal(facts.status, 'REVOKED');
      assert.equal(facts.draft_files, added.get(facts.id));
    }
    assertEachWon(added);
    await assertAllKept();
  });

  it(`upload x submit, ${SHARE} rounds: what was said to be added was sent`, async () => {
    const added = new Map<string, number>();
    const ids = await race(SHARE, async ({ visitor, scene }) => {
      const [uploaded, submitted] = await whileUploading(visitor, () => visitor.send());
      assert.ok(await isSent(submitted, 'used'));
      await uploaded.text();
      const isAdded = uploaded.status === 303 && stepOf(uploaded.headers.get('location')) === '/kyc/documents';
      added.set(scene.invitation.uuid, isAdded ? 2 : 1);
    });
    for (const facts of await factsOf(ids)) {
      assert.equal(facts.status, 'USED');
      assert.equal(facts.draft_files, 0);
      assert.equal(facts.document_files, added.get(facts.id));
    }
    assertEachWon(added);
    await assertAllKept();
  });

  it('uploads at once: never more than 20 files in one draft', async () => {
    const [lane] = lanes;
    assert.ok(lane);
    // The races may have taken longer than a token lives.
    const token = await lane.org.token();
    const scene = await invite(service, { ...lane, token }, { locale: 'en' });
    const visitor = createVisitor(service);
    await visitor.prepare(
      scene.invitation.publicLinkUrl,
      Array.from({ length: 17 }, () => 'COC_EXTRACT'),
    );
    // They are judged one by one, so that they would hardly meet: the row that each of them locks is held until all wait for it.
    const holder = new pg.Client({ connectionString: service.databaseUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select from invitations where id = $1 for update', [scene.invitation.uuid]);
    const before = storedFiles(service).length;
    const uploads = Promise.all(Array.from({ length: 8 }, () => uploadUntilTaken(visitor)));
    try {
      await eventually('all are judged', () => storedFiles(service).length === before + 8 * FILES_FOR_ONE);
      await eventually('all wait for the row', async () => (await waitingForLocks(holder)) === 8);
    } finally {
      await holder.end();
    }
    const answers = await uploads;
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 303, 303, 422, 422, 422, 422, 422]);
    const [facts] = await factsOf([scene.invitation.uuid]);
    assert.equal(facts?.draft_files, 20);
    await assertAllKept();
  });
});

/** Of uploads: two files where they won, one where they lost. */
function assertEachWon(files: ReadonlyMap<string, number>): void {
  assert.ok(ROUNDS < 100 || new Set(files.values()).size === 2, 'each side wins now and then');
}

async function waitingForLocks(client: pg.Client): Promise<number | null> {
  const { rowCount } = await client.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rowCount;
}

/** As the page's script does: who has too many files waiting is told to come back. */
async function uploadUntilTaken(visitor: Visitor): Promise<Response> {
  for (;;) {
    const answer = await visitor.upload();
    if (answer.status !== 503) return answer;
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
    await sleep(100);
  }
}

/** The keys of all that lies there. */
function storedFiles(service: TestService): string[] {
  const paths = readdirSync(join(service.config.dataDir, 'files'), { recursive: true, encoding: 'utf8' });
  return paths.map((path) => basename(path)).filter((name) => /[0-9a-f]{32}/.test(name));
}
