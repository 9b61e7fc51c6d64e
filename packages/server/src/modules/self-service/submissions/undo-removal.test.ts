import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { type ClockedDatabase, createClockedDatabase } from '../../../../../harness/src/clocked-database.ts';
import { clockWorkOf, doClockWork } from '../../../../../harness/src/clock-work.ts';
import { createPortalScene, expectPage, expectRedirect, type PortalScene } from '../../../../../harness/src/portal.ts';
import { type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createVisitor, pathOfLink, textOf, type Visitor } from '../../../../../harness/src/visitor.ts';
import { UNDO_MINUTES } from '../../kyc/documents/index.ts';
import { pattern } from '../../files/sample-files.ts';
import { redPage } from '../../files/corpus-pdfs.test-support.ts';
import { eraseInvitation } from '../erasure/index.ts';

const COC = 'COC_EXTRACT';

describe('a file that was removed from the draft', () => {
  let database: ClockedDatabase;
  let service: TestService;
  let portal: PortalScene;
  before(async () => {
    database = await createClockedDatabase();
    service = await startService({}, database);
    portal = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(() => service.close());

  const bytesOf = (what: string) => new Uint8Array(Buffer.concat([redPage(), Buffer.from(`%${what}`)]));

  interface Opened {
    readonly scene: InvitationScene;
    readonly visitor: Visitor;
    /** Of its files, oldest first. */
    readonly ids: readonly string[];
  }

  async function opened(...names: string[]): Promise<Opened> {
    const scene = await portal.invited({ requestedDocuments: [COC] });
    const visitor = await portal.started(scene);
    for (const fileName of names)
      expectRedirect(await visitor.upload({ fileName, bytes: bytesOf(fileName) }), '/kyc/documents');
    return { scene, visitor, ids: (await rowsOf(scene)).map(({ id }) => id as string) };
  }

  /** All of its draft, in the order of the page. */
  const rowsOf = ({ invitation }: InvitationScene): Promise<Record<string, unknown>[]> =>
    service.db.read(
      sql`select * from kyc_files where invitation_id = ${invitation.uuid}::uuid order by created_at, id`,
    );
  const keysOf = async (rows: readonly Record<string, unknown>[]): Promise<string[]> => {
    const ids = rows.map(({ id }) => id as string);
    const kept = await service.db.read<{ storage_key: string }>(
      sql`select storage_key from stored_files where owner_id = any(${ids}::uuid[])`,
    );
    return kept.map(({ storage_key }) => storage_key);
  };
  const isStored = (key: string): Promise<boolean> =>
    service.deps.files.open(key).then(
      (content) => (content.destroy(), true),
      () => false,
    );
  const remove = ({ visitor }: Opened, id = ''): Promise<Response> => visitor.post(`/kyc/documents/${id}/remove`);
  const restore = ({ visitor }: Pick<Opened, 'visitor'>, id = ''): Promise<Response> =>
    visitor.post(`/kyc/documents/${id}/restore`);

  it('comes back exactly as it was, in its place, by the button that the page then has', async () => {
    const draft = await opened('first.pdf', 'second.pdf', 'third.pdf');
    const before = await rowsOf(draft.scene);
    const [, second] = draft.ids;
    expectRedirect(await remove(draft, second), '/kyc/documents');
    const page = await (await draft.visitor.get('/kyc/documents')).text();
    const [, action] = /action="([^"]+\/restore)"/.exec(page) ?? [];
    assert.ok(action?.includes(second ?? '-'), page);
    assert.equal((await rowsOf(draft.scene)).length, 2);

    expectRedirect(await draft.visitor.post(action ?? ''), '/kyc/documents');
    assert.deepEqual(await rowsOf(draft.scene), before);
    assert.ok(
      (await (await draft.visitor.get('/kyc/documents')).text()).includes(
        textOf('documents.noticeRestored').replace('{{file}}', 'second.pdf'),
      ),
    );
    assert.ok(!(await (await draft.visitor.get('/kyc/documents')).text()).includes('/restore"'), 'said once');
    for (const key of await keysOf(before)) assert.ok(await isStored(key));
    const activity = await service.call('GET', `${draft.scene.path}/activity`, { token: draft.scene.token });
    const { data } = (await activity.json()) as { data: { type: string }[] };
    assert.deepEqual(
      data.slice(-2).map(({ type }) => type),
      ['DOCUMENT_REMOVED', 'DOCUMENT_UPLOADED'],
    );
  });

  it('is put back once, by however many presses', async () => {
    const draft = await opened('only.pdf');
    await remove(draft, draft.ids[0]);
    const answers = await Promise.all([restore(draft, draft.ids[0]), restore(draft, draft.ids[0])]);
    for (const answer of answers) expectRedirect(answer, '/kyc/documents');
    expectRedirect(await restore(draft, draft.ids[0]), '/kyc/documents');
    assert.equal((await rowsOf(draft.scene)).length, 1);
    const lines = await service.db.read(
      sql`select from audit_events where action = 'document.restore' and subject_id = ${draft.scene.invitation.uuid}`,
    );
    assert.equal(lines.length, 1);
  });

  it('is not counted, and cannot come back into a draft that is full again, in words that say so', async () => {
    const draft = await opened(...Array.from({ length: 20 }, (_, at) => `${at}.pdf`));
    await remove(draft, draft.ids[0]);
    expectRedirect(
      await draft.visitor.upload({ fileName: 'another.pdf', bytes: bytesOf('another') }),
      '/kyc/documents',
    );
    const page = await expectPage(await restore(draft, draft.ids[0]), 422, 'documents.title');
    assert.ok(
      page.includes(
        'the file cannot be put back, because you have already added the highest possible number of files (20)',
      ),
    );
    assert.equal((await rowsOf(draft.scene)).length, 20);
    await remove(draft, draft.ids[1]);
    expectRedirect(await restore(draft, draft.ids[0]), '/kyc/documents');
  });

  it('is never sent, and cannot come back into what was sent', async () => {
    const draft = await opened('sent.pdf', 'removed.pdf');
    const [, removed] = draft.ids;
    await remove(draft, removed);
    expectRedirect(await draft.visitor.send(), '/kyc/done');
    expectRedirect(await restore(draft, removed), '/kyc/done');
    const { path, token } = draft.scene;
    const listed = await service.call('GET', path.replace(/self-service-invitations.*$/, 'documents'), { token });
    assert.equal(listed.status, 200);
    const names: readonly string[] = JSON.stringify(await listed.json()).match(/\w+\.pdf/g) ?? [];
    assert.ok(names.includes('sent.pdf') && !names.includes('removed.pdf'), names.join());
    const colleague = createVisitor(service);
    assert.equal((await colleague.post(`${pathOfLink(draft.scene.invitation.publicLinkUrl)}/start`)).status, 410);
  });

  it('alone does not make a draft complete', async () => {
    const draft = await opened('only.pdf');
    await remove(draft, draft.ids[0]);
    assert.equal((await draft.visitor.send()).status, 422);
    assert.equal((await portal.stateOf(draft.scene)).status, 'ACTIVE');
  });

  it("cannot be brought into another invitation's draft", async () => {
    const [draft, other] = [await opened('mine.pdf'), await opened('theirs.pdf')];
    await remove(draft, draft.ids[0]);
    const page = await expectPage(await restore(other, draft.ids[0]), 422, 'documents.title');
    assert.ok(page.includes(textOf('documents.errorRestoreLate')));
    assert.deepEqual([(await rowsOf(draft.scene)).length, (await rowsOf(other.scene)).length], [0, 1]);
    await expectPage(await restore(other, 'no-uuid'), 422, 'documents.title');
    expectRedirect(await restore(draft, draft.ids[0]), '/kyc/documents');
  });

  it('is gone with a revocation, and says so', async () => {
    const draft = await opened('only.pdf');
    await remove(draft, draft.ids[0]);
    await portal.revoke(draft.scene);
    assert.equal((await restore(draft, draft.ids[0])).status, 410);
    assert.equal((await rowsOf(draft.scene)).length, 0);
  });

  it('is removed or sent where both happen at once, and never half', async () => {
    for (let round = 0; round < 5; round += 1) {
      const draft = await opened('stays.pdf', `${pattern(8).toString()}.pdf`);
      const [sent] = await Promise.all([draft.visitor.send(), remove(draft, draft.ids[1])]);
      expectRedirect(sent, '/kyc/done');
      const rows = await service.db.read<{ is_sent: boolean; is_removed: boolean }>(sql`
        select document_id is not null as is_sent, removed_at is not null as is_removed from kyc_files
        where id = any(${[...draft.ids]}::uuid[]) order by created_at`);
      assert.deepEqual(rows[0], { is_sent: true, is_removed: false });
      assert.notEqual(rows[1]?.is_sent, rows[1]?.is_removed);
    }
  });

  it('goes with an erasure, with its bytes', async () => {
    const draft = await opened('only.pdf');
    const keys = await keysOf(await rowsOf(draft.scene));
    await remove(draft, draft.ids[0]);
    await eraseInvitation(service.deps, { id: draft.scene.invitation.uuid });
    assert.equal((await service.db.read(sql`select from kyc_files where id = ${draft.ids[0]}::uuid`)).length, 0);
    for (const key of keys) assert.ok(!(await isStored(key)));
  });

  it('can be put back for as long as is said, and is gone with its bytes after that', async () => {
    await database.moveTo('0');
    const draft = await opened('within.pdf', 'beyond.pdf');
    const [within, beyond] = draft.ids;
    const keys = await keysOf((await rowsOf(draft.scene)).slice(1));
    assert.ok(keys.length > 0);
    await remove(draft, within);
    await remove(draft, beyond);
    const pass = async (minutes: number): Promise<void> => {
      await database.moveTo(`${minutes} minutes`);
      await doClockWork(clockWorkOf(service), ['documents.purgeRemoved']);
    };
    await pass(UNDO_MINUTES - 1);
    expectRedirect(await restore(draft, within), '/kyc/documents');
    // Before the job has come by, too.
    await database.moveTo(`${UNDO_MINUTES} minutes 1 second`);
    await expectPage(await restore(draft, beyond), 422, 'documents.title');
    for (const key of keys) assert.ok(await isStored(key));
    await pass(UNDO_MINUTES + 1);
    for (const key of keys) assert.ok(!(await isStored(key)));
    assert.deepEqual(
      (await rowsOf(draft.scene)).map(({ file_name }) => file_name),
      ['within.pdf'],
    );
    assert.equal((await keysOf([{ id: beyond }])).length, 0);
  });
});
