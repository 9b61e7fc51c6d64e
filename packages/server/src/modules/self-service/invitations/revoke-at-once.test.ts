import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { pino } from 'pino';
import sql from 'sql-template-tag';
import { commitWrite, type KeyedAnswer, type Write, type WriteOutcome } from '../../../core/write/index.ts';
import { type Database, openDatabase } from '../../../platform/db/database.ts';
import { batching } from '../../../platform/db/lane.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { invite, type InvitationScene, sceneWithInvitation } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import type { InvitationRow } from './invitation.ts';
import { findInvitation, revokeStanding } from './repository.ts';

const REASON = 'The deal was called off.';

describe('revocations of one moment', () => {
  let service: TestService;
  /** Nobody else's calls are in its batches. */
  let db: Database;
  let other: Client;
  before(async () => {
    service = await startService();
    db = openDatabase({ url: service.databaseUrl, poolSize: 2, log: pino({ level: 'silent' }) });
    other = new Client({ connectionString: service.databaseUrl });
    await other.connect();
  });
  after(async () => {
    await other.end();
    await db.close();
    await service.close();
  });

  async function readRow({ org, invitation }: InvitationScene): Promise<InvitationRow> {
    const row = await findInvitation(db, { sellerId: org.sellerId, invitationUuid: invitation.uuid });
    assert.ok(row);
    return row;
  }

  function revoke(row: InvitationRow, answer?: KeyedAnswer, by = db): Promise<WriteOutcome> {
    const about = { sellerId: row.seller_id, subjectId: row.id, invitationId: row.id };
    const write: Write = {
      effect: revokeStanding(row, row.now, REASON),
      actor: { kind: 'CLIENT', id: 'client', organizationId: '00000000-0000-4000-8000-000000000001' },
      audit: [{ ...about, action: 'invitation.revoke' }],
      ...(answer && { answer }),
    };
    return commitWrite(by, write);
  }

  function keyed({ org }: InvitationScene, key: string): KeyedAnswer {
    const keyHash = createHash('sha256').update(key).digest();
    const lockKey = keyHash.readBigInt64BE(0);
    return {
      organizationId: org.organizationId,
      keyHash,
      lockKey,
      fingerprint: keyHash,
      sealedAnswer: Buffer.from(key),
    };
  }

  async function standing(scene: InvitationScene): Promise<{ status: string; lines: number }> {
    const { rows } = await other.query<{ status: string; lines: number }>(
      `select status, (select count(*)::int from audit_events a where a.invitation_id = i.id and a.action = 'invitation.revoke') as lines
        from invitations i where id = $1`,
      [scene.invitation.uuid],
    );
    return rows[0] ?? { status: 'gone', lines: 0 };
  }

  it('go as one statement in one round trip, each with its line and its answer', async () => {
    const first = await sceneWithInvitation(service);
    const scenes = [first, ...(await Promise.all(Array.from({ length: 11 }, () => invite(service, first))))];
    const rows = await Promise.all(scenes.map(readRow));
    const before = db.roundTrips();
    const keys = scenes.map(() => randomUUID());
    const outcomes = await Promise.all(rows.map((row, at) => revoke(row, keyed(first, keys[at] ?? ''))));
    assert.deepEqual(new Set(outcomes), new Set(['committed']));
    assert.equal(db.roundTrips() - before, Math.ceil(12 / batching.maxCalls));
    for (const scene of scenes) assert.deepEqual(await standing(scene), { status: 'REVOKED', lines: 1 });
    const { rows: answers } = await other.query<{ answer: string }>(
      `select convert_from(answer, 'UTF8') as answer from idempotency_keys where organization_id = $1 and key_hash = any($2)`,
      [first.org.organizationId, keys.map((key) => keyed(first, key).keyHash)],
    );
    assert.deepEqual(answers.map(({ answer }) => answer).toSorted(), keys.toSorted());
  });

  it('stand or fall each by its own seller, state, link and end', async () => {
    const [good, foreign, revoked, moved, extended] = await Promise.all(
      Array.from({ length: 5 }, () => sceneWithInvitation(service)),
    );
    assert.ok(good && foreign && revoked && moved && extended);
    const rows = await Promise.all([good, foreign, revoked, moved, extended].map(readRow));
    const [goodRow, foreignRow, revokedRow, movedRow, extendedRow] = rows;
    assert.ok(goodRow && foreignRow && revokedRow && movedRow && extendedRow);
    await other.query(
      `update invitations set status = 'REVOKED', revoked_at = now(), revocation_reason = 'before' where id = $1`,
      [revokedRow.id],
    );
    await other.query('update invitations set link_version = link_version + 1 where id = $1', [movedRow.id]);
    await other.query(`update invitations set expires_at = expires_at + interval '1 day' where id = $1`, [
      extendedRow.id,
    ]);
    const outcomes = await Promise.all([
      revoke(foreignRow.seller_id === goodRow.seller_id ? foreignRow : { ...foreignRow, seller_id: goodRow.seller_id }),
      revoke(goodRow),
      revoke(revokedRow),
      revoke(movedRow),
      revoke(extendedRow),
    ]);
    assert.deepEqual(outcomes, ['stale', 'committed', 'stale', 'stale', 'stale']);
    assert.deepEqual(await standing(good), { status: 'REVOKED', lines: 1 });
    for (const scene of [foreign, moved, extended])
      assert.deepEqual(await standing(scene), { status: 'ACTIVE', lines: 0 });
    assert.deepEqual(await standing(revoked), { status: 'REVOKED', lines: 0 });
  });

  it('of one invitation have one winner', async () => {
    const scene = await sceneWithInvitation(service);
    const row = await readRow(scene);
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) => revoke(row, keyed(scene, `${row.id} ${n}`))),
    );
    assert.deepEqual(outcomes.toSorted(), ['committed', ...Array.from({ length: 7 }, () => 'stale')]);
    assert.deepEqual(await standing(scene), { status: 'REVOKED', lines: 1 });
  });

  it('of one organization are not before those of another', async () => {
    const scene = await sceneWithInvitation(service);
    const row = await readRow(scene);
    const order: string[] = [];
    const ended = (organizationId: string): Promise<unknown> => {
      const actor = { kind: 'CLIENT', id: 'client', organizationId } as const;
      const effect = revokeStanding({ ...row, link_version: 99 }, row.now, REASON);
      const audit = [{ action: 'invitation.revoke' }];
      return commitWrite(db, { effect, actor, audit }).then(() => order.push(organizationId));
    };
    const [flood, quiet] = [randomUUID(), randomUUID()];
    await Promise.all([...Array.from({ length: 400 }, () => ended(flood)), ended(quiet)]);
    assert.ok(order.indexOf(quiet) < Math.max(2, batching.maxCalls), String(order.indexOf(quiet)));
  });

  it('write nothing where another request owns the key, or has answered it, beside those that do', async () => {
    const first = await sceneWithInvitation(service);
    const scenes = [first, await invite(service, first), await invite(service, first)];
    const [busy, answered, free] = await Promise.all(scenes.map(readRow));
    assert.ok(busy && answered && free);
    const [busyKey, answeredKey] = [keyed(first, randomUUID()), keyed(first, randomUUID())];
    await other.query('begin');
    await other.query('select pg_advisory_xact_lock($1)', [busyKey.lockKey]);
    await db.write(sql`insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
      values (${first.org.organizationId}::uuid, ${answeredKey.keyHash}, ${answeredKey.keyHash}, ${answeredKey.keyHash})`);
    const outcomes = await Promise.all([revoke(busy, busyKey), revoke(answered, answeredKey), revoke(free)]);
    await other.query('commit');
    assert.deepEqual(outcomes, ['key-in-progress', 'key-answered', 'committed']);
    assert.deepEqual(
      (await Promise.all(scenes.map(standing))).map(({ status }) => status),
      ['ACTIVE', 'ACTIVE', 'REVOKED'],
    );
    assert.equal(await revoke(busy, busyKey), 'committed');
  });

  it('look for no keys but their own, however many there are', async () => {
    const first = await sceneWithInvitation(service);
    const rows = [
      await readRow(first),
      ...(await Promise.all(Array.from({ length: 7 }, async () => readRow(await invite(service, first))))),
    ];
    const before = await keysRead();
    const own = openDatabase({ url: service.databaseUrl, poolSize: 1, log: pino({ level: 'silent' }) });
    const revokeAll = (): Promise<WriteOutcome[]> =>
      Promise.all(rows.map((row) => revoke(row, keyed(first, randomUUID()), own)));
    // Its plan is made while there are few.
    assert.ok((await revokeAll()).every((outcome) => outcome === 'committed'));
    await other.query(
      `insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
        select $1, sha256(n::text::bytea), '', '' from generate_series(1, 20000) n`,
      [first.org.organizationId],
    );
    assert.ok((await revokeAll()).every((outcome) => outcome === 'stale'));
    await own.close();
    // A connection tells what it read when it ends.
    await eventually('it is told', async () => (await keysRead()).scans > before.scans);
    const read = (await keysRead()).rows - before.rows;
    assert.ok(read < 1_000, String(read));
  });

  /** How often the table of keys was looked into so far, and how much of it and its indexes was read. */
  async function keysRead(): Promise<{ scans: number; rows: number }> {
    const { rows } = await other.query<{ scans: number; rows: number }>(`select
        (t.seq_scan + (select sum(i.idx_scan) from pg_stat_user_indexes i where i.relid = t.relid))::int as scans,
        (t.seq_tup_read + (select sum(i.idx_tup_read) from pg_stat_user_indexes i where i.relid = t.relid))::int as rows
      from pg_stat_user_tables t where t.relname = 'idempotency_keys'`);
    return rows[0] ?? { scans: 0, rows: 0 };
  }
});
