import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { type MailServer, startMailServer } from '../../../../../harness/src/mail-server.ts';
import { type InvitationScene, sceneWithInvitation } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';

interface MailColumns {
  readonly status: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly subject_version: number | null;
  readonly about: object;
  readonly facts: string | null;
  /** As the release before knows them. */
  readonly invitation_id: string | null;
  readonly link_version: number | null;
  readonly endpoint_id: string | null;
  readonly report: string | null;
}

const endpointId = (): string => `wh_${randomUUID().replaceAll('-', '')}`;

describe('what a mail is about', () => {
  let service: TestService;
  let server: MailServer;
  let worker: TestWorker | undefined;

  before(async () => {
    service = await startService();
    server = await startMailServer();
  });
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
    await service.db.write(sql`delete from graphile_worker._private_jobs`);
  });
  after(async () => {
    await server.close();
    await service.close();
  });

  const work = async (): Promise<TestWorker> => (worker = await openWorker(settingsOf(service, server.url)));
  async function mailOf(id: string): Promise<MailColumns> {
    const row = await service.db
      .readFirst<MailColumns>(sql`select status, subject_kind, subject_id, subject_version, about,
        convert_from(sealed_facts, 'UTF8') as facts, invitation_id, link_version, endpoint_id,
        convert_from(sealed_report, 'UTF8') as report from mails where id = ${id}::uuid`);
    assert.ok(row);
    return row;
  }
  const addJob = (id: string): Promise<unknown> =>
    service.db.write(sql`select graphile_worker.add_job('mail.send', json_build_object('mailId', ${id}::text))`);
  async function isStatus(id: string, wanted: string): Promise<void> {
    await eventually(`status ${wanted}`, async () => (await mailOf(id)).status === wanted);
  }
  const aboutOf = ({ org, invitation }: InvitationScene): object => ({
    sellerId: org.sellerId,
    subjectId: invitation.uuid,
    invitationId: invitation.uuid,
  });

  describe('while processes of the release before are running', () => {
    it('is known of an invitation that they insert with its mail, and the mail is sent', async () => {
      const scene = await sceneWithInvitation(service);
      const [invitation, mail] = [randomUUID(), randomUUID()];
      // In one statement, as they do it.
      await service.db.write(sql`with effect as (
          insert into invitations (id, seller_id, buyer_id, kind, organization_id, recipient_email, locale, requested_documents, link_kid,
            link_version, expires_at)
          select ${invitation}::uuid, seller_id, buyer_id, kind, organization_id, 'older@release.example', locale, requested_documents,
            link_kid, 3, expires_at from invitations where id = ${scene.invitation.uuid}::uuid
          returning id, link_version)
        insert into mails (id, invitation_id, kind, link_version) select ${mail}::uuid, id, 'INVITATION', link_version from effect`);
      const { status: _status, ...row } = await mailOf(mail);
      assert.deepEqual(row, {
        subject_kind: 'invitation',
        subject_id: invitation,
        subject_version: 3,
        about: { sellerId: scene.org.sellerId, subjectId: invitation, invitationId: invitation },
        facts: null,
        invitation_id: invitation,
        link_version: 3,
        endpoint_id: null,
        report: null,
      });
      await addJob(mail);
      await work();
      await isStatus(mail, 'SENT');
      assert.ok(server.mails.some(({ to }) => to.includes('older@release.example')));
      const lines = await service.db.read(sql`select seller_id, subject_id, details from audit_events
        where action = 'mail.send' and invitation_id = ${invitation}::uuid`);
      assert.deepEqual(lines, [
        { seller_id: scene.org.sellerId, subject_id: invitation, details: { mail: 'INVITATION', attempt: 1 } },
      ]);
    });

    it('is known of an endpoint that they pause', async () => {
      const [mail, endpoint] = [randomUUID(), endpointId()];
      await service.db.write(
        sql`insert into mails (id, kind, endpoint_id) values (${mail}::uuid, 'WEBHOOK_PAUSED', ${endpoint})`,
      );
      const { subject_kind: kind, subject_id: id, subject_version: version, about } = await mailOf(mail);
      assert.deepEqual(
        { kind, id, version, about },
        { kind: 'webhook', id: endpoint, version: null, about: { details: { endpointId: endpoint } } },
      );
    });

    it('stands where they look for it', async () => {
      const scene = await sceneWithInvitation(service);
      const [queued] = await service.db.read<{ id: string }>(
        sql`select id from mails where subject_kind = 'invitation' and subject_id = ${scene.invitation.uuid}`,
      );
      const row = await mailOf(queued?.id ?? '');
      assert.deepEqual([row.invitation_id, row.link_version, row.about], [scene.invitation.uuid, 1, aboutOf(scene)]);
      const [mail, endpoint] = [randomUUID(), endpointId()];
      await service.db.write(sql`insert into mails (id, kind, subject_kind, subject_id)
        values (${mail}::uuid, 'WEBHOOK_PAUSED', 'webhook', ${endpoint})`);
      assert.equal((await mailOf(mail)).endpoint_id, endpoint);
    });

    it('keeps what is sealed in both places, and neither once one of them is emptied', async () => {
      const { invitation } = await sceneWithInvitation(service);
      const ways = [
        { insert: sql`sealed_report`, empty: sql`sealed_facts` },
        { insert: sql`sealed_facts`, empty: sql`sealed_report` },
      ];
      for (const { insert, empty } of ways) {
        const mail = randomUUID();
        await service.db.write(sql`insert into mails (id, kind, invitation_id, link_version, ${insert})
          values (${mail}::uuid, 'ABUSE_REPORT', ${invitation.uuid}::uuid, 1, 'sealed')`);
        const before = await mailOf(mail);
        assert.deepEqual([before.facts, before.report], ['sealed', 'sealed']);
        await service.db.write(sql`update mails set status = 'SENT', ${empty} = null where id = ${mail}::uuid`);
        const row = await mailOf(mail);
        assert.deepEqual([row.facts, row.report], [null, null]);
      }
    });
  });

  it('may be of a kind that only a later release knows: the mail waits for one', async () => {
    const mail = randomUUID();
    await service.db.write(sql`insert into mails (id, kind, subject_kind, subject_id)
      values (${mail}::uuid, 'OF_LATER', 'order', 'an id of any form')`);
    await addJob(mail);
    const { logLines } = await work();
    await eventually('it is said', () => logLines.join('').includes('no module declares the mail OF_LATER'));
    assert.equal((await mailOf(mail)).status, 'QUEUED');
    const jobs = await service.db.read<{ attempts: number }>(sql`select attempts from graphile_worker.jobs`);
    assert.deepEqual(jobs, [{ attempts: 1 }]);
    await service.db.write(sql`delete from mails where id = ${mail}::uuid`);
  });

  it('may be gone: the mail is cancelled', async () => {
    const mails = [
      { id: randomUUID(), kind: 'WEBHOOK_PAUSED', subjectKind: 'webhook', subjectId: endpointId() },
      { id: randomUUID(), kind: 'RECEIPT', subjectKind: 'invitation', subjectId: randomUUID() },
    ];
    for (const { id, kind, subjectKind, subjectId } of mails) {
      await service.db.write(sql`insert into mails (id, kind, subject_kind, subject_id, subject_version)
        values (${id}::uuid, ${kind}, ${subjectKind}, ${subjectId}, 1)`);
      await addJob(id);
    }
    await work();
    for (const { id } of mails) await isStatus(id, 'CANCELLED');
  });
});
