import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { publishEvents } from '../packages/server/src/modules/delivery/webhooks/publish-events.ts';
import { requireDataFolder } from '../packages/server/src/modules/files/index.ts';
import { makePdf } from '../packages/server/src/modules/files/sample-files.ts';
import { changeSellerContact } from '../packages/server/src/modules/parties/seller-contacts/index.ts';
import { setBrand } from '../packages/server/src/modules/parties/brand/index.ts';
import { setDeclaration } from '../packages/server/src/modules/parties/declaration/index.ts';
import { sign } from '../packages/server/src/modules/self-service/declarations/declarations.test-support.ts';
import {
  type PlantedProspect,
  plantFile,
  plantProspect,
} from '../packages/server/src/modules/self-service/prospects/planted-prospect.test-support.ts';
import { modules } from '../packages/server/src/modules.ts';
import type { AppDeps } from '../packages/server/src/app-deps.ts';
import { readServerFiles } from '../packages/guards/src/server-files.ts';
import { type ClockedDatabase, createClockedDatabase } from '../packages/harness/src/clocked-database.ts';
import { clockWorkOf, doClockWork } from '../packages/harness/src/clock-work.ts';
import { eventually } from '../packages/harness/src/eventually.ts';
import { kycCalls } from '../packages/harness/src/kyc-calls.ts';
import { mailFactsOf } from '../packages/harness/src/mail-facts.ts';
import { createPortalScene, expectRedirect } from '../packages/harness/src/portal.ts';
import { deviceLinkOf } from '../packages/harness/src/device-code.ts';
import { keptThings, type Kept, readRetention } from '../packages/harness/src/retention.ts';
import { buyerBody, type BuyerScene, sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { createTusClient } from '../packages/harness/src/tus-client.ts';
import { createVisitor, pathOfLink, PDF, COMPLETE_TYPES } from '../packages/harness/src/visitor.ts';
import { startWebhookReceiver } from '../packages/harness/src/webhook-receiver.ts';
import { createWebhookScene } from '../packages/harness/src/webhook-scene.ts';
import { openWorker, settingsOf } from '../packages/harness/src/worker.ts';

const ROOT = resolve(import.meta.dirname, '..');
const page = readRetention(readFileSync(join(ROOT, 'docs/retention.md'), 'utf8'));
/** No task is run here, and to name them takes no more than a folder. */
const jobs = modules.flatMap((module) => module.periodic?.({ dataDir: '' } as AppDeps) ?? []).map(({ name }) => name);

describe('docs/retention.md', () => {
  let database: ClockedDatabase;
  let service: TestService;

  before(async () => {
    database = await createClockedDatabase();
    service = await startService({}, database);
    await fill(service);
    await doClockWork(clockWorkOf(service), ['invitations.fold', 'buyers.fold']);
  });
  after(() => service.close());

  it('names every table and no other', async () => {
    const rows = await service.db.read<{ name: string }>(sql`
      select case schemaname when 'public' then tablename else schemaname || '.' || tablename end as name
      from pg_tables where schemaname in ('public', 'graphile_worker')`);
    assert.deepEqual(
      [...new Set(page.tables.map(({ name }) => name))].toSorted(),
      rows.map(({ name }) => name).toSorted(),
    );
  });

  it('names everything that is put into the data folder and nothing else', async () => {
    const written = new Set(Object.values(readServerFiles(ROOT)).flatMap(namesInDataFolder));
    const named = new Set(page.folders.map(({ name }) => name));
    assert.deepEqual([...named].toSorted(), [...written].toSorted());
    for (const name of await readdir(service.config.dataDir)) assert.ok(named.has(name), name);
  });

  it('names jobs that there are, and each that removes something', () => {
    const named = new Set([...page.tables, ...page.folders].flatMap(({ job }) => job ?? []));
    for (const name of named) assert.ok(jobs.includes(name), `${name} is done by nobody`);
    for (const name of jobs.filter((job) => /purge|sweep/.test(job))) assert.ok(named.has(name), name);
  });

  it('says of everything that ends by the clock which job ends it', () => {
    for (const { what, period, job } of [...page.tables, ...page.folders])
      assert.equal(job !== undefined, period !== undefined, what);
  });

  it('is true: what it says is there till its time is over, and gone when it is', async () => {
    const things = await keptThings(service, page);
    const times = [...new Set(things.flatMap(({ keptMs, goneMs }) => [keptMs, goneMs]))].toSorted((a, b) => a - b);
    for (const aheadMs of times) {
      if (aheadMs === Infinity) continue;
      await database.moveTo(`${aheadMs} milliseconds`);
      // Twice, as bytes follow their rows with the next sweep.
      for (const work of [clockWorkOf(service, aheadMs), clockWorkOf(service, aheadMs)]) await doClockWork(work);
      for (const thing of things) await assertAsSaid(thing, aheadMs);
    }
  });

  async function assertAsSaid({ what, keptMs, goneMs, left }: Kept, aheadMs: number): Promise<void> {
    const days = aheadMs / 86_400_000;
    if (aheadMs <= keptMs) assert.equal(await left(), 'all', `${what} after ${days} days`);
    if (aheadMs >= goneMs) assert.equal(await left(), 'none', `${what} after ${days} days`);
  }
});

/** What a source joins to the data folder: a name, or a constant of its own that holds one. */
function namesInDataFolder(source: string): string[] {
  const joined = source.matchAll(
    /\b(?:join|mkdtempSync|mkdtemp)\(\s*(?:join\()?[\w.]*(?:dataDir|folder), (?:'([^']+)'|([A-Z][A-Z_]*)\b)/g,
  );
  return [...joined].map(([, name, constant = '']) => {
    const text = name ?? new RegExp(`^const ${constant} = '([^']+)'`, 'm').exec(source)?.[1];
    assert.ok(text, constant);
    return text;
  });
}

/** At least one row of every table and one file of every folder, by the front door where there is one. */
async function fill(service: TestService): Promise<void> {
  const { db, config } = service;
  // As each start of a process does.
  await requireDataFolder(db, config.dataDir);
  const receiver = await startWebhookReceiver();
  const buyer = await sceneWithBuyer(service, { tier: 'STANDARD' });
  const { organizationId } = buyer.org;
  await createWebhookScene(service).endpoint({ organizationId, url: receiver.urlOf('/in') });
  // Goes at once, and leaves its mark.
  await db.write(sql`insert into webhook_messages (id, organization_id, type, body, created_at)
    values ('evt_' || repeat('0', 32), ${organizationId}::uuid, 'kyc.vies_check_failed', '{}', now() - interval '31 days')`);
  await setBrand(db, { organizationId }, { name: 'Any' });
  await changeSellerContact(db, buyer.org.sellerId, { phone: '+351 900 000 000' });
  await setDeclaration(db, organizationId, { isOn: true });
  const contacts = [{ firstName: 'Ana', lastName: 'Luz', email: 'ana@garagem.example' }];
  const made = await service.call('POST', buyer.partner + '/buyers', {
    token: buyer.token,
    body: buyerBody({ contacts }),
  });
  assert.equal(made.status, 201);

  const erased = await sceneWithBuyer(service);
  for (const type of COMPLETE_TYPES) await kycCalls(service).uploaded(erased, { type });
  const ending = { token: erased.token, body: { reason: 'A letter.' } };
  assert.equal((await service.call('POST', `${erased.buyer}/erase`, ending)).status, 200);
  const verified = await service.call('POST', `${buyer.buyer}/kyc/verify`, { token: buyer.token });
  assert.equal(verified.status, 200);

  await fillProspects(service, buyer);

  // As the first paper does that is given out.
  await service.deps.electronicSeal.sealPdf(makePdf());

  const portal = createPortalScene(service, buyer);
  const [sent, left] = [
    await portal.invited({ requestedDocuments: ['COC_EXTRACT', 'BANK_STATEMENT'] }),
    await portal.invited({ requestedDocuments: ['COC_EXTRACT', 'BANK_STATEMENT'], expiresInDays: 1 }),
  ];
  const [sender, visitor] = [
    await portal.started(sent, ['COC_EXTRACT']),
    await portal.started(left, ['COC_EXTRACT', 'VAT_CERTIFICATE']),
  ];
  for (const one of [sender, visitor])
    expectRedirect(
      await one.post('/kyc/documents/not-supplied/BANK_STATEMENT', { reason: 'None yet.' }),
      '/kyc/documents',
    );
  for (const one of [sender, visitor]) await sign(one);
  expectRedirect(await sender.send(), '/kyc/done');
  expectRedirect(await visitor.post('/kyc/company', { company: 'wrong', remark: 'We moved.' }), '/kyc/review');
  const tus = createTusClient(visitor, service.url);
  const piece = Buffer.concat([PDF, Buffer.alloc(64 * 1024)]);
  const path = await tus.begin({ byteSize: 2 * piece.length });
  assert.equal((await tus.patch(path, 0, piece)).status, 204);
  const phone = createVisitor(service);
  expectRedirect(await phone.post(pathOfLink(await deviceLinkOf(visitor))), '/kyc/documents');
  assert.equal((await visitor.post('/kyc/sign-out', {})).status, 303);
  const listed = await service.call('GET', `${buyer.buyer}/kyc/documents`, { token: buyer.token });
  const { data } = (await listed.json()) as { data: { uuid: string }[] };
  const content = await service.call('GET', `${buyer.buyer}/kyc/documents/${data[0]?.uuid}/content`, {
    token: buyer.token,
  });
  assert.equal((await content.arrayBuffer()).byteLength > 0, true);

  const checked = await service.call('POST', `${buyer.buyer}/kyc/vies-check`, { token: buyer.token });
  assert.equal(checked.status, 202);

  const worker = await openWorker(settingsOf(service));
  try {
    await db.write(sql`select graphile_worker.add_job('mail.send', '{}'::json, max_attempts => 1)`);
    await mailFactsOf(service).isStatus(sent, 'CANCELLED', 'SENT');
    await publishEvents(db, 100);
    await eventually(
      'the VAT number is checked',
      async () => (await db.read(sql`select from vies_checks where status = 'DONE'`)).length > 0,
    );
    await eventually('a webhook', () => receiver.received.length > 0);
    await eventually('an event has gone', async () => (await db.read(sql`select from event_stream_marks`)).length > 0);
    await eventually('the job is given up', async () => {
      const rows = await db.read(
        sql`select from graphile_worker.jobs where attempts = max_attempts and locked_at is null`,
      );
      return rows.length > 0;
    });
    await eventually(
      'the attempt is written down',
      async () => (await db.read(sql`select from webhook_attempts`)).length > 0,
    );
  } finally {
    await worker.stop();
    await receiver.close();
  }
  const shard = (await readdir(join(config.dataDir, 'files')))[0] ?? '';
  for (const name of [`${shard}${'0'.repeat(30)}`, `${shard}${'0'.repeat(30)}.part`])
    await writeFile(join(config.dataDir, 'files', shard, name), 'of nobody');
  assert.ok(existsSync(join(config.dataDir, 'mail')));
  // Last: its time is short beside all that was done before.
  const again = await portal.started(left);
  const [declared] = await db.read<{ id: string }>(
    sql`select id from kyc_files where is_from_form and invitation_id = ${left.invitation.uuid}::uuid`,
  );
  expectRedirect(await again.post(`/kyc/documents/${declared?.id}/remove`), '/kyc/documents');
  await sign(again);
}

/** One in each state, with what hangs on it. */
async function fillProspects(service: TestService, { org, partner, token }: BuyerScene): Promise<void> {
  await plantFile(service, await plantProspect(service, org));
  await plantProspect(service, org, { status: 'DRAFT' });
  const [declined, converted] = [await plantProspect(service, org), await plantProspect(service, org)];
  const decide = async ({ prospectUuid }: PlantedProspect, verb: string, body: object) =>
    (await service.call('POST', `${partner}/prospects/${prospectUuid}/${verb}`, { token, body })).status;
  assert.equal(await decide(declined, 'decline', { reason: 'Not now.' }), 200);
  assert.equal(await decide(converted, 'convert', { kycMode: 'NT24_LED' }), 201);
  const { invitationUuid } = declined;
  await service.db.write(sql`with code as (
      insert into prospect_codes (invitation_id, address_hash, code_hash, tries_left, sent_at, expires_at)
      values (${invitationUuid}::uuid, '\\x01', '\\x01', 5, now(), now() + interval '10 minutes'))
    insert into prospect_pauses (invitation_id, paused_until) values (${invitationUuid}::uuid, now() + interval '1 hour')`);
}
