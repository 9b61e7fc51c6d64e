import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client } from 'pg';
import sql from 'sql-template-tag';
import { clusterUrl, createTestDatabase, urlOfDatabase } from '../../../../../harness/src/database.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { type MailServer, startMailServer } from '../../../../../harness/src/mail-server.ts';
import { createPortalScene, expectPage, expectRedirect, type PortalScene } from '../../../../../harness/src/portal.ts';
import { type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import type { Visitor } from '../../../../../harness/src/visitor.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';
import { MIGRATIONS_FOLDER, migrate } from '../../../platform/db/migrate.ts';
import { readPdf } from '../../../platform/pdf/read-pdf.test-support.ts';

/** Whatever happens, happens now: the database's own `now()` comes before the system's. */
const INSTANT = '2026-06-01 09:00Z';

interface Sent {
  readonly scene: InvitationScene;
  readonly visitor: Visitor;
  readonly fileName: string;
}

describe('documents of a submission, where another of the same buyer came at the same instant', () => {
  let service: TestService;
  let portal: PortalScene;
  let mailServer: MailServer;
  let worker: TestWorker;
  let submissions: readonly Sent[];

  before(async () => {
    const database = await createTestDatabase();
    await stopClock(database.url);
    service = await startService({}, database);
    portal = createPortalScene(service, await sceneWithBuyer(service));
    mailServer = await startMailServer();
    worker = await openWorker(settingsOf(service, mailServer.url));
    submissions = [await sent('COC_EXTRACT', 'extract.pdf'), await sent('VAT_CERTIFICATE', 'certificate.pdf')];
  });
  after(async () => {
    await worker.stop();
    await mailServer.close();
    await service.close();
  });

  async function sent(type: string, fileName: string): Promise<Sent> {
    const scene = await portal.invited({ requestedDocuments: [type] });
    const visitor = await portal.started(scene);
    expectRedirect(await visitor.upload({ type, fileName }), '/kyc/documents');
    expectRedirect(await visitor.send(), '/kyc/done');
    return { scene, visitor, fileName };
  }

  const others = ({ fileName }: Sent): string[] =>
    submissions.map((submission) => submission.fileName).filter((name) => name !== fileName);

  function assertOwnFileOnly(submission: Sent, text: string): void {
    assert.ok(text.includes(submission.fileName), submission.fileName);
    for (const other of others(submission)) assert.ok(!text.includes(other), `${other} was sent by another`);
  }

  it('show alone on its receipt', async () => {
    for (const submission of submissions) {
      const page = await expectPage(await submission.visitor.get('/kyc/done'), 200, 'receipt.title');
      assertOwnFileOnly(submission, page);
    }
  });

  it('stand alone in its PDF', async () => {
    for (const submission of submissions) {
      const answer = await submission.visitor.get('/kyc/receipt.pdf');
      const { pages } = await readPdf(Buffer.from(await answer.arrayBuffer()));
      assertOwnFileOnly(submission, pages.join(' '));
    }
  });

  it('are told alone by its mail', async () => {
    for (const submission of submissions) {
      const to = submission.scene.invitation.recipientEmail ?? '';
      const receipt = () =>
        mailServer.mails.find((mail) => mail.to.includes(to) && mail.parsed.attachments.length > 0)?.parsed;
      await eventually('the receipt has come', () => receipt() !== undefined);
      assertOwnFileOnly(submission, receipt()?.text ?? '');
    }
  });

  it('are known also where a process of the release before wrote them, which knew no ids', async () => {
    const { org, buyerId, invitation } = await portal.invited();
    const submissionId = randomUUID();
    await service.db.write(sql`with submission as (
        insert into kyc_submissions (id, invitation_id, seller_id, buyer_id, company_confirmed, privacy_notice_version, submitted_at)
        values (${submissionId}::uuid, ${invitation.uuid}::uuid, ${org.sellerId}::uuid, ${buyerId}::uuid, true, '1', ${INSTANT}::timestamptz)),
      document as (
        insert into kyc_documents (id, seller_id, buyer_id, type, source, created_at)
        values (${randomUUID()}::uuid, ${org.sellerId}::uuid, ${buyerId}::uuid, 'ADDRESS_PROOF', 'WEB_APP', ${INSTANT}::timestamptz)
        returning id)
      insert into kyc_files (id, document_id, type, file_name, media_type, byte_size, sha256, storage_key)
      select ${randomUUID()}::uuid, document.id, 'ADDRESS_PROOF', 'bill.pdf', 'application/pdf', 1, '', md5(document.id::text) from document`);
    const files = await service.db
      .read(sql`select f.file_name from kyc_documents d join kyc_files f on f.document_id = d.id
      where d.seller_id = ${org.sellerId}::uuid and d.submission_id = ${submissionId}::uuid`);
    assert.deepEqual(files, [{ file_name: 'bill.pdf' }]);
    for (const { visitor } of submissions)
      assert.ok(!(await (await visitor.get('/kyc/done')).text()).includes('bill.pdf'));
  });
});

describe('documents of before they knew their submission', () => {
  it('are given its id by the migration; those of the API get none', async () => {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    const [admin, client] = [clusterUrl(), urlOfDatabase(name)].map((url) => new Client({ connectionString: url }));
    assert.ok(admin && client);
    await admin.connect();
    await admin.query(`create database ${name}`);
    const folder = mkdtempSync(join(tmpdir(), 'nt24-before-'));
    const isOlder = (path: string): boolean => !/^\d/.test(basename(path)) || basename(path) < '0016';
    cpSync(fileURLToPath(MIGRATIONS_FOLDER), folder, { recursive: true, filter: isOlder });
    await migrate(urlOfDatabase(name), pathToFileURL(`${folder}/`));
    rmSync(folder, { recursive: true });
    await client.connect();
    const [seller, buyer, invitation, submission] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await client.query(`insert into organizations (id, slug, name) values ('${seller}', 'any', 'Any');
      insert into sellers (id, name, country) values ('${seller}', 'Any', 'DE');
      insert into buyers (id, seller_id, vat_number, company_name, address_id, street, post_code, city, country, kyc_mode)
        values ('${buyer}', '${seller}', 'PT1', 'Any', '${buyer}', '-', '-', '-', 'PT', 'NT24_LED');
      insert into invitations (id, seller_id, buyer_id, kind, organization_id, recipient_email, locale, requested_documents, link_kid, expires_at)
        values ('${invitation}', '${seller}', '${buyer}', 'KYC', '${seller}', 'a@b.example', 'en', '{}', 1, now() + interval '1 day');
      insert into kyc_submissions (id, invitation_id, seller_id, buyer_id, company_confirmed, privacy_notice_version, submitted_at)
        values ('${submission}', '${invitation}', '${seller}', '${buyer}', true, '1', '${INSTANT}');
      insert into kyc_documents (id, seller_id, buyer_id, type, source, created_at) values
        (gen_random_uuid(), '${seller}', '${buyer}', 'COC_EXTRACT', 'WEB_APP', '${INSTANT}'),
        (gen_random_uuid(), '${seller}', '${buyer}', 'VAT_CERTIFICATE', 'API', '${INSTANT}'),
        (gen_random_uuid(), '${seller}', '${buyer}', 'ADDRESS_PROOF', 'WEB_APP', now())`);
    await migrate(urlOfDatabase(name));
    const { rows } = await client.query<{ type: string; submission_id: string | null }>(
      'select type, submission_id from kyc_documents order by type',
    );
    await client.end();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
    assert.deepEqual(
      rows.map((row) => [row.type, row.submission_id]),
      [
        ['ADDRESS_PROOF', null],
        ['COC_EXTRACT', submission],
        ['VAT_CERTIFICATE', null],
      ],
    );
  });
});

async function stopClock(databaseUrl: string): Promise<void> {
  const setup = new Client({ connectionString: databaseUrl });
  await setup.connect();
  await setup.query(`create schema clock;
    create function clock.now() returns timestamptz language sql stable as $$ select timestamptz '${INSTANT}' $$`);
  await setup.query(`do $$ begin
    execute format('alter database %I set search_path = clock, pg_catalog, public', current_database()); end $$`);
  await setup.end();
}
