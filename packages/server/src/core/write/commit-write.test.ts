import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { pino } from 'pino';
import sql from 'sql-template-tag';
import { invite, type InvitationScene, sceneWithInvitation } from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { commitWrite, type KeyedAnswer, type WriteOutcome } from './index.ts';

describe('a write with a statement of its own', () => {
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

  function keyed({ org }: InvitationScene): KeyedAnswer {
    const keyHash = createHash('sha256').update(randomUUID()).digest();
    const answer = { fingerprint: keyHash, sealedAnswer: keyHash };
    return { organizationId: org.organizationId, keyHash, lockKey: keyHash.readBigInt64BE(0), ...answer };
  }

  function name({ org, invitation }: InvitationScene, label: string, answer: KeyedAnswer): Promise<WriteOutcome> {
    return commitWrite(db, {
      effect: (guard) => sql`effect as (update invitations set label = ${label}::text
        where id = ${invitation.uuid}::uuid and seller_id = ${org.sellerId}::uuid and ${guard} returning id)`,
      actor: { kind: 'CLIENT', id: 'client', organizationId: org.organizationId },
      audit: [{ action: 'invitation.revoke', sellerId: org.sellerId, subjectId: invitation.uuid }],
      answer,
    });
  }

  async function traces(scenes: readonly InvitationScene[]): Promise<unknown[]> {
    const { rows } = await other.query<{ label: string | null; lines: number }>(
      `select i.label, (select count(*)::int from audit_events a where a.subject_id = i.id and a.action = 'invitation.revoke') as lines
        from invitations i where i.id = any($1) order by array_position($1, i.id)`,
      [scenes.map(({ invitation }) => invitation.uuid)],
    );
    return rows.map(({ label, lines }) => [label, lines]);
  }

  it('writes nothing and waits for nobody where another request owns the key, or has answered it', async () => {
    const busy = await sceneWithInvitation(service);
    const [answered, free] = [await invite(service, busy), await invite(service, busy)];
    const [busyKey, answeredKey] = [keyed(busy), keyed(busy)];
    await other.query('begin');
    await other.query('select pg_advisory_xact_lock($1)', [busyKey.lockKey]);
    await db.write(sql`insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
      values (${busy.org.organizationId}::uuid, ${answeredKey.keyHash}, ${answeredKey.keyHash}, ${answeredKey.keyHash})`);
    const outcomes: WriteOutcome[] = await Promise.all([
      name(busy, 'new', busyKey),
      name(answered, 'new', answeredKey),
      name(free, 'new', keyed(busy)),
    ]);
    await other.query('commit');
    assert.deepEqual(outcomes, ['key-in-progress', 'key-answered', 'committed']);
    const untouched = [null, 0];
    assert.deepEqual(await traces([busy, answered, free]), [untouched, untouched, ['new', 1]]);
    assert.equal(await name(busy, 'later', busyKey), 'committed');
  });
});
