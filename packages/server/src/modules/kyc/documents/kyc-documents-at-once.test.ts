import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import sql from 'sql-template-tag';
import { makePdf } from '../../files/sample-files.ts';
import { documentsFromDraft } from './index.ts';
import { systemClock } from '../../../platform/clock.ts';
import { FILES_FOR_ONE, type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { invite, type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { commitWrite, type WriteOutcome } from '../../../core/write/index.ts';

const SUBMITTED_AT = new Date('2030-05-06T07:08:09.123Z');

let service: TestService;
let kyc: KycCalls;
before(async () => {
  service = await startService();
  kyc = kycCalls(service);
});
after(() => service.close());

async function addToDraft(scene: InvitationScene, type: string, fileName: string): Promise<void> {
  await service.db.write(sql`insert into kyc_files
      (id, invitation_id, type, file_name, media_type, byte_size, sha256, storage_key, created_at)
    values (${randomUUID()}::uuid, ${scene.invitation.uuid}::uuid, ${type}, ${fileName}, 'image/png', 5, ${randomBytes(32)},
      ${randomBytes(16).toString('hex')}, clock_timestamp())`);
}

/** The submission's part that is about documents; `stands` says whether its condition still holds. */
function submit(scene: InvitationScene, stands = true): Promise<WriteOutcome> {
  const draft = {
    sellerId: scene.org.sellerId,
    buyerId: scene.buyerId,
    invitationId: scene.invitation.uuid,
    submissionId: randomUUID(),
    submittedAt: SUBMITTED_AT,
  };
  return commitWrite(service.db, {
    actor: { kind: 'BUYER' },
    effect: (guard) => sql`effect as (
        update invitations set usage_count = usage_count + 1
        where id = ${draft.invitationId}::uuid and ${stands}::boolean and ${guard} returning id),
      ${documentsFromDraft(draft)}`,
  });
}

describe('documents from a draft', () => {
  it('are one per type with all its files in order, in the place of the older ones', async () => {
    const scene = await invite(service, await sceneWithBuyer(service));
    const old = await kyc.uploaded(scene, { type: 'CONTACT_ID_CARD' });
    const kept = await kyc.uploaded(scene, { type: 'BANK_STATEMENT' });
    for (const [type, name] of [
      ['CONTACT_ID_CARD', 'front.png'],
      ['COC_EXTRACT', 'extract.png'],
      ['CONTACT_ID_CARD', 'back.png'],
    ] as const) {
      await addToDraft(scene, type, name);
    }
    const bystander = await invite(service, scene);
    await addToDraft(bystander, 'COC_EXTRACT', 'theirs.png');
    assert.equal(await submit(scene), 'committed');

    const all = await kyc.listed(scene, '?status=ACTIVE');
    const facts = all.map(({ type, source, files }) => [type, source, files.map((file) => file.fileName)]);
    assert.deepEqual(facts.sort(), [
      ['BANK_STATEMENT', 'API', ['extract.pdf']],
      ['COC_EXTRACT', 'WEB_APP', ['extract.png']],
      ['CONTACT_ID_CARD', 'WEB_APP', ['front.png', 'back.png']],
    ]);
    assert.ok(all.some((document) => document.uuid === kept.uuid));
    const [superseded] = await kyc.listed(scene, '?status=SUPERSEDED');
    assert.equal(superseded?.uuid, old.uuid);
    assert.equal(superseded?.supersededAt, SUBMITTED_AT.toISOString());
    const drafts = await service.db.read<{ file_name: string }>(
      sql`select file_name from kyc_files where invitation_id in (${scene.invitation.uuid}::uuid, ${bystander.invitation.uuid}::uuid)`,
    );
    assert.deepEqual(drafts, [{ file_name: 'theirs.png' }]);
  });

  it('stay a draft where the submission does not stand', async () => {
    const scene = await invite(service, await sceneWithBuyer(service));
    const old = await kyc.uploaded(scene);
    await addToDraft(scene, 'COC_EXTRACT', 'a.png');
    assert.equal(await submit(scene, false), 'stale');
    assert.deepEqual(await kyc.listed(scene), [old]);
  });

  it('may be nothing at all', async () => {
    const scene = await invite(service, await sceneWithBuyer(service));
    assert.equal(await submit(scene), 'committed');
    assert.deepEqual(await kyc.listed(scene), []);
  });

  it('leave one ACTIVE per type among submissions and uploads at once, without a deadlock', async () => {
    const types = ['COC_EXTRACT', 'VAT_CERTIFICATE', 'ADDRESS_PROOF', 'AML_DECLARATION'];
    for (let round = 0; round < 10; round += 1) {
      const buyer = await sceneWithBuyer(service);
      const scenes = await Promise.all([invite(service, buyer), invite(service, buyer)]);
      for (const [n, scene] of scenes.entries()) {
        for (const type of n === 0 ? types : types.toReversed()) await addToDraft(scene, type, 'a.png');
      }
      const [submitted, uploads] = await Promise.all([
        Promise.all(scenes.map((scene) => submit(scene))),
        Promise.all(types.map((type) => kyc.upload(buyer, { type }))),
      ]);
      assert.ok(submitted.every((outcome) => outcome === 'committed' || outcome === 'stale'));
      assert.deepEqual([...new Set(uploads.map((response) => response.status))], [201]);
      const active = await kyc.listed(buyer, '?status=ACTIVE');
      assert.deepEqual(active.map((document) => document.type).sort(), types.toSorted());
    }
  });
});

describe('an upload whose commit is cut off', () => {
  it('keeps the file until the sweep, as the commit may have gone through', async () => {
    const scene = await sceneWithBuyer(service);
    const before = (await kyc.storedFiles()).length;
    const key = randomUUID();
    const holder = new pg.Client({ connectionString: service.databaseUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select from buyers where id = $1 for update', [scene.buyerId]);
    const cut = kyc.upload(scene, { key, file: makePdf(900) });
    await endWaitingBackend(holder);
    await expectProblem(await cut, 'unavailable');
    await holder.query('rollback');
    await holder.end();
    assert.equal((await kyc.storedFiles()).length, before + FILES_FOR_ONE);

    const again = await kyc.upload(scene, { key, file: makePdf(900) });
    assert.equal(again.status, 201);
    assert.equal((await kyc.storedFiles()).length, before + 2 * FILES_FOR_ONE);
    await service.deps.files.sweep({ db: service.db, olderThanMs: 0, clock: systemClock });
    assert.equal((await kyc.storedFiles()).length, before + FILES_FOR_ONE);
    const content = await service.call('GET', `${again.headers.get('location')}?variant=original`, {
      token: scene.token,
    });
    assert.deepEqual(Buffer.from(await content.arrayBuffer()), makePdf(900));
  });
});

async function endWaitingBackend(client: pg.Client): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`);
    if (rowCount) return;
    await sleep(20);
  }
}
