import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import sql, { raw } from 'sql-template-tag';
import { eventually } from '../packages/harness/src/eventually.ts';
import { mailFactsOf } from '../packages/harness/src/mail-facts.ts';
import { opsOf } from '../packages/harness/src/ops.ts';
import { createPortalScene, expectPage, expectRedirect, type PortalScene } from '../packages/harness/src/portal.ts';
import { expectProblem } from '../packages/harness/src/problem.ts';
import { type BuyerScene, type InvitationScene, sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { createTusClient } from '../packages/harness/src/tus-client.ts';
import { PDF, pathOfLink } from '../packages/harness/src/visitor.ts';
import { openWorker, settingsOf } from '../packages/harness/src/worker.ts';

const PLANTED = {
  recipientEmail: 'planted-recipient@garagem.example',
  label: 'planted-label',
  message: 'planted-message',
  redirectUrl: 'https://planted-redirect.example/',
  requestedDocuments: ['COC_EXTRACT'],
};

describe('what the operator erases of an invitation', () => {
  let service: TestService;
  let ops: ReturnType<typeof opsOf>;
  let buyer: BuyerScene;
  let portal: PortalScene;

  before(async () => {
    service = await startService();
    ops = opsOf(service);
  });
  after(() => service.close());
  beforeEach(async () => {
    buyer = await sceneWithBuyer(service);
    portal = createPortalScene(service, buyer);
  });

  const erase = async (...words: string[]): Promise<string> => {
    const { out, err } = await ops('invitations', 'erase', ...words);
    assert.equal(err, '', words.join(' '));
    return out;
  };
  const read = async ({ path, token }: InvitationScene): Promise<Record<string, unknown>> =>
    (await (await service.call('GET', path, { token })).json()) as Record<string, unknown>;
  const activity = async (scene: InvitationScene): Promise<string[]> =>
    (await mailFactsOf(service).activity(scene)).map(({ type, actor }) => `${actor.kind} ${type}`);
  const events = async ({ invitation }: InvitationScene): Promise<string[]> =>
    (
      await service.db.read<{ type: string }>(
        sql`select type from events where data->>'invitationUuid' = ${invitation.uuid} order by created_at`,
      )
    ).map(({ type }) => type);

  /** Sealed; null where the words are gone. */
  const reasons = async ({ invitation }: InvitationScene): Promise<(Buffer | null)[]> => {
    const rows = await service.db.read<{ reason: Buffer | null }>(
      sql`select reason from kyc_not_supplied where invitation_id = ${invitation.uuid}::uuid`,
    );
    return rows.map(({ reason }) => reason);
  };

  /** Where planted words stand: tables of the service and of its queue, and mails on the disk. */
  async function found(): Promise<string[]> {
    const tables = await service.db.read<{ name: string }>(sql`select format('%I.%I', schemaname, tablename) as name
      from pg_tables where schemaname in ('public', 'graphile_worker')`);
    const places = [];
    for (const { name } of tables) {
      const rows = await service.db.read(sql`select from ${raw(name)} t where to_jsonb(t)::text ~ 'planted'`);
      if (rows.length > 0) places.push(name.replace('public.', ''));
    }
    const folder = join(service.config.dataDir, 'mail');
    const mails = readdirSync(folder).filter((name) => /planted/.test(readFileSync(join(folder, name), 'utf8')));
    return [...places, ...(mails.length > 0 ? ['mail'] : [])].toSorted();
  }

  /** Files of the store and of unfinished uploads. */
  function bytesOnDisk(): number {
    const folders = ['files', 'uploads'].map((name) => join(service.config.dataDir, name));
    const entries = folders.flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }));
    return entries.filter((entry) => entry.isFile()).length;
  }

  it('is all that it holds of people, at once, and the facts of its trail stay', async () => {
    const worker = await openWorker(settingsOf(service));
    const scene = await portal.invited(PLANTED);
    await mailFactsOf(service)
      .isStatus(scene, 'SENT')
      .finally(() => worker.stop());
    const visitor = await portal.started(scene);
    await visitor.post('/kyc/company', { remark: 'planted-remark' });
    expectRedirect(await visitor.upload({ fileName: 'planted-file.pdf' }), '/kyc/documents');
    const reason = { reason: 'planted-reason' };
    expectRedirect(await visitor.post('/kyc/documents/not-supplied/COC_EXTRACT', reason), '/kyc/documents');
    const tus = createTusClient(visitor, service.url);
    const piece = Buffer.concat([PDF, Buffer.alloc(64 * 1024)]);
    const path = await tus.begin({ byteSize: 2 * piece.length, fileName: 'planted-part.pdf' });
    assert.equal((await tus.patch(path, 0, piece)).status, 204);
    // What crashes leave beside it.
    const part = join(service.config.dataDir, 'uploads', path.split('/').at(-1) ?? '');
    for (const ending of ['.new', '.tail0.new', '.tail1.new']) writeFileSync(part + ending, 'left');
    assert.deepEqual(await found(), ['invitations', 'kyc_drafts', 'kyc_files', 'mail', 'uploads']);
    assert.ok(bytesOnDisk() >= 3 + 1 + 3, 'the file, its review copy and its preview, a part, what was left beside it');
    await service.db.write(
      sql`update invitations set last_mail_at = now() - interval '1 day' where id = ${scene.invitation.uuid}::uuid`,
    );
    assert.equal((await service.call('POST', `${scene.path}/resend`, { token: scene.token })).status, 200);
    const before = await read(scene);

    const words = ['--invitation', scene.invitation.uuid];
    assert.match(await erase(...words), /erased/);
    assert.deepEqual(await found(), []);
    assert.equal(bytesOnDisk(), 0);
    const { recipientEmail, label, revokedAt, ...facts } = { ...before, ...(await read(scene)) };
    const erased = await read(scene);
    assert.deepEqual([erased['recipientEmail'], erased['label']], [undefined, undefined]);
    assert.ok(recipientEmail && label && revokedAt);
    assert.deepEqual(facts, {
      ...Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'recipientEmail' && name !== 'label')),
      status: 'REVOKED',
      revocationReason: '',
    });
    assert.deepEqual(await mailFactsOf(service).statuses(scene), ['SENT', 'CANCELLED']);
    assert.deepEqual((await activity(scene)).slice(-2), ['OPERATOR REVOKED', 'OPERATOR ERASED']);
    await expectPage(await visitor.get('/kyc/documents'), 410, 'errorPage.revoked.title');

    assert.match(await erase(...words), /erased already/);
    assert.equal((await activity(scene)).filter((line) => line.endsWith('ERASED')).length, 1);
    const answer = await service.call('POST', `${scene.path}/resend`, {
      token: scene.token,
      body: { recipientEmail: 'new@garagem.example' },
    });
    await expectProblem(answer, 'invitation-not-active');
    await portal.invited(PLANTED);
    await erase('--organization', buyer.org.slug);
  });

  it('leaves documents that were sent to the buyer’s file, and ends the receipt', async () => {
    const scene = await portal.invited({ ...PLANTED, requestedDocuments: ['COC_EXTRACT', 'BANK_STATEMENT'] });
    const visitor = await portal.started(scene);
    await visitor.post('/kyc/company', { remark: 'planted-remark', city: 'planted-city' });
    expectRedirect(await visitor.upload(), '/kyc/documents');
    const reason = { reason: 'planted-reason' };
    expectRedirect(await visitor.post('/kyc/documents/not-supplied/BANK_STATEMENT', reason), '/kyc/documents');
    expectRedirect(await visitor.send(), '/kyc/done');
    assert.equal((await visitor.get('/kyc/done')).status, 200);
    await erase('--invitation', scene.invitation.uuid);
    assert.deepEqual(await found(), []);
    await expectPage(await visitor.get('/kyc/done'), 410, 'errorPage.used.title');
    await expectPage(await visitor.get(pathOfLink(scene.invitation.publicLinkUrl)), 410, 'errorPage.used.title');
    const { status, usageCount } = await portal.stateOf(scene);
    assert.deepEqual([status, usageCount], ['USED', 1]);
    const submission = await service.call('GET', `${scene.path}/submission`, { token: scene.token });
    const { companyData, notSupplied } = (await submission.json()) as { companyData: object; notSupplied: object[] };
    assert.deepEqual(companyData, { confirmed: false, corrections: [] });
    assert.deepEqual(notSupplied, [{ type: 'BANK_STATEMENT' }]);
    assert.deepEqual(await reasons(scene), [null]);
    const documents = await service.call('GET', `${buyer.buyer}/kyc/documents`, { token: buyer.token });
    const { data } = (await documents.json()) as { data: { type: string; status: string }[] };
    assert.deepEqual(
      data.map((document) => [document.type, document.status]),
      [['COC_EXTRACT', 'ACTIVE']],
    );
    assert.deepEqual(await mailFactsOf(service).statuses(scene), ['CANCELLED', 'CANCELLED']);
  });

  it('cannot be revived where it had expired, whose event is raised once all the same', async () => {
    const scene = await portal.invited(PLANTED);
    await service.db.write(
      sql`update invitations set expires_at = now() - interval '1 minute' where id = ${scene.invitation.uuid}::uuid`,
    );
    await erase('--invitation', scene.invitation.uuid);
    assert.deepEqual(await events(scene), ['self_service_invitation.expired']);
    assert.equal((await read(scene))['status'], 'REVOKED');
    const answer = await service.call('POST', `${scene.path}/resend`, { token: scene.token });
    await expectProblem(answer, 'invitation-not-active');
    await expectPage(
      await fetch(scene.invitation.publicLinkUrl, { headers: { accept: 'text/html', 'accept-language': 'en' } }),
      410,
      'errorPage.revoked.title',
    );
    assert.deepEqual(await events(scene), ['self_service_invitation.expired']);
  });

  it('is done for all of an organization, whatever their state, by two at once, and for no other', async () => {
    const [active, revoked] = [await portal.invited(), await portal.invited({ label: 'planted-label' })];
    await portal.revoke(revoked);
    const other = await createPortalScene(service, await sceneWithBuyer(service)).invited();
    const words = ['--organization', buyer.org.slug];
    const said = await Promise.all([erase(...words), erase(...words)]);
    const counts = said.map((text) => Number(/erased (\d+) /.exec(text)?.[1]));
    assert.equal((counts[0] ?? 0) + (counts[1] ?? 0), 2);
    for (const scene of [active, revoked]) {
      const { recipientEmail, label, revocationReason } = await read(scene);
      assert.deepEqual([recipientEmail, label, revocationReason], [undefined, undefined, '']);
      assert.equal((await activity(scene)).filter((line) => line === 'OPERATOR ERASED').length, 1);
    }
    assert.equal((await activity(revoked)).filter((line) => line.endsWith(' REVOKED')).length, 1);
    assert.equal((await read(other))['recipientEmail'], other.invitation.recipientEmail);
    assert.match(await erase(...words), /erased 0 invitations/);
    await eventually('nothing planted is left', async () => (await found()).length === 0);
  });
});
