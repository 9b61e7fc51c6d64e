import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import sql, { raw } from 'sql-template-tag';
import { clockWorkOf, doClockWork } from '../../../../../harness/src/clock-work.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { type IdenfyServer, startIdenfyServer } from '../../../../../harness/src/idenfy-server.ts';
import { type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { opsOf } from '../../../../../harness/src/ops.ts';
import { createPortalScene, expectPage } from '../../../../../harness/src/portal.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { buyerBody, type BuyerScene, invite, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { unzip } from '../../../../../harness/src/unzip.ts';
import { COMPLETE_TYPES } from '../../../../../harness/src/visitor.ts';
import { openWorker, settingsOf } from '../../../../../harness/src/worker.ts';
import { type PlantedBuyer, plantBuyer } from './planted-buyer.test-support.ts';
import type { BuyerErasure } from '../../../../../sdk/src/index.ts';

const REASON = { reason: 'Letter of 28 November.' };
const CONTACT = {
  firstName: 'Planted-first',
  lastName: 'Planted-last',
  email: 'planted@garagem.example',
  phone: 'planted-7',
};
/** Without a VAT number, which must have a form of its own. */
const COMPANY = {
  companyName: 'Planted-company Lda',
  address: { street: 'planted-street 1', postCode: 'planted-code', city: 'Planted-city', country: 'PT' },
};

/** At least. */
const WHERE_WORDS_STAND =
  'buyers invitations kyc_documents kyc_drafts kyc_files kyc_submissions uploads vies_checks verification_sessions events webhook_messages'.split(
    ' ',
  );

let service: TestService;
let idenfy: IdenfyServer;
let kyc: KycCalls;
before(async () => {
  idenfy = await startIdenfyServer();
  service = await startService(idenfy.settings);
  kyc = kycCalls(service);
});
after(async () => {
  await service.close();
  await idenfy.close();
});

const erase = ({ buyer, token }: BuyerScene, options: { readonly key?: string; readonly body?: unknown } = {}) =>
  service.call('POST', `${buyer}/erase`, { token, body: REASON, ...options });

async function erased(scene: BuyerScene): Promise<BuyerErasure> {
  const answer = await erase(scene);
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()) as BuyerErasure;
}

const call = (method: string, { token }: BuyerScene, path: string, body?: unknown): Promise<Response> =>
  service.call(method, path, { token, ...(body !== undefined && { body }) });

async function populated(vatNumber: string): Promise<BuyerScene> {
  const scene = await sceneWithBuyer(service);
  const body = buyerBody({ ...COMPANY, vatNumber, contacts: [CONTACT] });
  const made = await call('POST', scene, `${scene.partner}/buyers`, body);
  assert.equal(made.status, 201, await made.clone().text());
  const { uuid: buyerId } = (await made.json()) as { uuid: string };
  const buyer = `${scene.partner}/buyers/${buyerId}`;
  return { ...scene, buyerId, buyer, invitations: `${buyer}/kyc/self-service-invitations` };
}

/** Which of the words stand where: in tables of the service and of its queue, in names and bytes of files on the disk, in the log. */
async function found(words: readonly string[]): Promise<Map<string, string[]>> {
  const spellings = new Map(words.map((word) => [word, [word, Buffer.from(word).toString('hex')]]));
  const pattern = [...spellings.values()].flat().join('|');
  const places = new Map<string, string[]>();
  const look = (place: string, text: string): void => {
    for (const [word, spelt] of spellings)
      if (spelt.some((one) => text.toLowerCase().includes(one.toLowerCase())))
        places.set(word, [...new Set([...(places.get(word) ?? []), place])]);
  };
  const tables = await service.db.read<{ name: string }>(sql`select format('%I.%I', schemaname, tablename) as name
    from pg_tables where schemaname in ('public', 'graphile_worker')`);
  for (const { name } of tables) {
    const rows = await service.db.read<{ row: string }>(
      sql`select to_jsonb(t)::text as row from ${raw(name)} t where to_jsonb(t)::text ~* ${pattern}`,
    );
    for (const { row } of rows) look(name.replace('public.', ''), row);
  }
  for (const folder of ['mail', 'files', 'uploads']
    .map((name) => join(service.config.dataDir, name))
    .filter(existsSync))
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) look(folder, entry.name + readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  for (const line of service.logLines) look('log', line);
  return places;
}

/** All that the API says of the buyer and of what hangs on him. */
async function told({ scene, ...invited }: PlantedBuyer): Promise<string> {
  const ofBuyer = ['', '/contacts', '/kyc', '/kyc/documents', '/kyc/vies-checks', '/kyc/self-service-invitations'];
  const paths = [
    ...ofBuyer.map((path) => scene.buyer + path),
    ...[invited.sent, invited.open, invited.revoked].map(({ path }) => path),
    `${invited.sent.path}/submission`,
    `${invited.sent.path}/activity`,
  ];
  const answers = await Promise.all(paths.map((path) => call('GET', scene, path)));
  for (const answer of answers) assert.equal(answer.status, 200, answer.url);
  return (await Promise.all(answers.map((answer) => answer.text()))).join('\n');
}

/** What is handed out to the buyer, opened. */
async function exported({ scene }: PlantedBuyer): Promise<string> {
  const out = join(service.config.dataDir, 'export.zip');
  const words = ['--seller', scene.org.sellerId, '--buyer', scene.buyerId, '--out', out];
  assert.equal((await opsOf(service)('buyers', 'export', ...words)).err, '');
  const files = await unzip(out);
  rmSync(out);
  return [...files.values()].map((bytes) => bytes.toString()).join('\n');
}

async function untilFinished(): Promise<void> {
  const worker = await openWorker(settingsOf(service));
  try {
    await eventually('the end of the erasure', async () => {
      const [row] = await service.db.read(
        sql`select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
          where t.identifier = 'erasure.finish'`,
      );
      return row === undefined;
    });
  } finally {
    await worker.stop();
  }
}

describe('the erasure of a buyer', () => {
  it('leaves none of the words by which he and his people are known, and says what it leaves', async () => {
    const planted = await plantBuyer(service, idenfy);
    const { scene, plants, sent, open, revoked, visitor } = planted;
    const portal = createPortalScene(service, scene);
    const words = plants.map(({ word }) => word);
    assert.ok(words.length >= 40 && new Set(words).size === words.length, String(words.length));
    const before = await found(words);
    const handedOut = await exported(planted);
    for (const { word, isSealed, isExported } of plants) {
      assert.equal(before.has(word), !isSealed, `${word} stands in ${before.get(word)?.join()}`);
      assert.equal(handedOut.includes(word), isExported, `${word} is handed out`);
    }
    const places = new Set([...before.values()].flat());
    for (const place of WHERE_WORDS_STAND) assert.ok(places.has(place), place);
    assert.ok(places.has(join(service.config.dataDir, 'mail')));
    const said = await told(planted);
    assert.ok(plants.filter(({ word }) => said.includes(word)).length >= 30, 'the API tells them');

    const key = randomUUID();
    const first = await erase(scene, { key });
    assert.equal(first.status, 200, await first.clone().text());
    const text = await first.text();
    const answer = JSON.parse(text) as BuyerErasure;
    assert.deepEqual(
      answer.kept.map(({ what }) => what),
      ['AUDIT_TRAIL', 'PII_ACCESS_LOG', 'STORED_ANSWERS'],
    );
    assert.ok(answer.kept.every(({ until, basis }) => until > answer.erasedAt && basis !== ''));
    const statuses = await Promise.all([sent, open, revoked].map(async (one) => (await portal.stateOf(one)).status));
    assert.deepEqual(statuses, ['USED', 'REVOKED', 'REVOKED']);
    assert.deepEqual(await kyc.listed(scene), []);
    await expectPage(await visitor.get('/kyc/documents'), 410, 'errorPage.revoked.title');
    await untilFinished();
    assert.deepEqual([...(await found(words))], []);
    const left = await told(planted);
    assert.deepEqual(
      words.filter((word) => left.includes(word)),
      [],
    );
    await service.deps.files.sweep({ db: service.deps.db, clock: service.deps.clock, olderThanMs: -1 });
    assert.deepEqual(await kyc.storedFiles(), []);

    assert.equal(await (await erase(scene, { key })).text(), text);
    assert.deepEqual(await erased(scene), answer);
    const trail = await service.db.read<{ action: string }>(sql`select action from audit_events
      where seller_id = ${scene.org.sellerId}::uuid and action in ('buyer.erase', 'invitation.erase', 'invitation.revoke')`);
    assert.deepEqual(
      Object.entries(Object.groupBy(trail, ({ action }) => action))
        .map(([action, lines]) => [action, lines?.length])
        .toSorted(),
      [
        ['buyer.erase', 1],
        ['invitation.erase', 3],
        ['invitation.revoke', 2],
      ],
    );
  });

  it('ends what can be done with him, and makes room for a new one of his number', async () => {
    const vatNumber = `PT${randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase()}`;
    const scene = await populated(vatNumber);
    const { erasedAt } = await erased(scene);
    const read = (await (await call('GET', scene, scene.buyer)).json()) as Record<string, unknown>;
    const { companyName, status, version, address } = read;
    assert.deepEqual([companyName, status, version, read['erasedAt']], ['', 'BLOCKED', 1, erasedAt]);
    const { street, city, country } = address as Record<string, string>;
    assert.deepEqual([street, city, country], ['', '', 'PT']);
    assert.deepEqual(await (await call('GET', scene, `${scene.buyer}/contacts`)).json(), []);
    const patch = { token: scene.token, body: { companyName: 'New' }, headers: { 'if-match': '*' } };
    await expectProblem(await service.call('PATCH', scene.buyer, patch), 'buyer-erased');
    await expectProblem(await call('POST', scene, `${scene.buyer}/unblock`), 'buyer-erased');
    await expectProblem(await kyc.upload(scene), 'buyer-erased');
    await expectProblem(await call('POST', scene, `${scene.buyer}/contacts`, { ...CONTACT, phone: '1' }), 'not-found');
    const invitation = { recipientEmail: 'office@garagem.example' };
    await expectProblem(await call('POST', scene, scene.invitations, invitation), 'buyer-blocked');
    const again = await call('POST', scene, `${scene.partner}/buyers`, buyerBody({ vatNumber }));
    assert.equal(again.status, 201);
    for (const body of [{}, { reason: ' ' }, { reason: 'x'.repeat(501) }, { ...REASON, kept: [] }])
      await expectProblem(await erase(scene, { body }), 'validation-error');
    const other = await sceneWithBuyer(service);
    await expectProblem(await erase({ ...scene, token: other.token }), 'forbidden');
    await expectProblem(await erase({ ...other, buyer: `${other.partner}/buyers/${scene.buyerId}` }), 'not-found');
  });

  it('keeps the documents of a complete file for five years, without the names of their files', async () => {
    const scene = await sceneWithBuyer(service);
    const fileName = 'planted-name.pdf';
    await kyc.uploaded(scene, { type: 'COC_EXTRACT', fileName });
    for (const type of [...COMPLETE_TYPES, 'BANK_STATEMENT']) await kyc.uploaded(scene, { type, fileName });
    const { erasedAt, kept } = await erased(scene);
    assert.equal(kept[0]?.what, 'KYC_DOCUMENTS');
    const years = (Date.parse(kept[0]?.until ?? '') - Date.parse(erasedAt)) / 86_400_000 / 365.25;
    assert.equal(years, 5);
    const listed = await kyc.listed(scene);
    assert.deepEqual(listed.map(({ type }) => type).toSorted(), COMPLETE_TYPES.toSorted());
    assert.deepEqual(listed.map(({ files }) => files[0]?.fileName).toSorted(), [
      'aml-declaration.pdf',
      'coc-extract.pdf',
      'contact-id-card.pdf',
      'vat-certificate.pdf',
    ]);
    const path = `${scene.buyer}/kyc/documents/${listed[0]?.uuid}`;
    assert.equal((await call('GET', scene, `${path}/content`)).status, 200);
    for (const verb of ['reject', 'withdraw'])
      await expectProblem(await call('POST', scene, `${path}/${verb}`, REASON), 'buyer-erased');
    await untilFinished();
    assert.deepEqual(await kyc.listed(scene), listed);
    await service.db.write(sql`update kyc_documents set keep_until = now() where buyer_id = ${scene.buyerId}::uuid`);
    await doClockWork(clockWorkOf(service), ['documents.purgeKept']);
    assert.deepEqual(await kyc.listed(scene), []);
    assert.deepEqual(
      (await erased(scene)).kept.map(({ what }) => what),
      ['AUDIT_TRAIL', 'PII_ACCESS_LOG', 'STORED_ANSWERS'],
    );
  });

  it('is one with whatever comes at the same instant: that is gone with the rest, or told no', async () => {
    for (let round = 0; round < 8; round += 1) {
      const scene = await sceneWithBuyer(service);
      const portal = createPortalScene(service, scene);
      const visitor = await portal.started(await portal.invited(), COMPLETE_TYPES);
      const contact = { ...CONTACT, phone: '1' };
      const [first, second, uploaded, added, sent, invited] = await Promise.all([
        erase(scene),
        erase(scene),
        kyc.upload(scene, { type: 'BANK_STATEMENT', fileName: 'planted.pdf' }),
        call('POST', scene, `${scene.buyer}/contacts`, contact),
        visitor.send(),
        call('POST', scene, scene.invitations, { recipientEmail: 'planted@garagem.example' }),
      ]);
      assert.deepEqual([first.status, second.status], [200, 200]);
      assert.equal(await first.text(), await second.text());
      assert.ok([201, 409].includes(uploaded.status), String(uploaded.status));
      assert.ok([201, 404].includes(added.status), String(added.status));
      assert.ok([201, 409].includes(invited.status), String(invited.status));
      assert.ok([303, 410].includes(sent.status), String(sent.status));
      const rows = await service.db.read(sql`select from buyer_contacts where buyer_id = ${scene.buyerId}::uuid
        union all select from kyc_documents where buyer_id = ${scene.buyerId}::uuid and keep_until is null`);
      assert.equal(rows.length, 0);
    }
    await untilFinished();
    assert.deepEqual([...(await found(['planted']))], []);
  });

  it('is done by the operator too, with the bytes at once', async () => {
    const scene = await populated(`PT${randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase()}`);
    await invite(service, scene, { recipientEmail: 'planted@garagem.example' });
    const ops = opsOf(service);
    const words = ['--seller', scene.org.sellerId, '--buyer', scene.buyerId, '--reason', REASON.reason];
    const { out, err } = await ops('buyers', 'erase', ...words);
    assert.equal(err, '');
    assert.match(out, /AUDIT_TRAIL/);
    assert.equal((await ops('buyers', 'erase', ...words)).out, out);
    assert.deepEqual([...(await found(['planted']))], []);
    const wrong = ['--seller', scene.org.sellerId, '--buyer', randomUUID(), '--reason', 'x'];
    assert.match((await ops('buyers', 'erase', ...wrong)).err, /no such buyer/);
  });
});
