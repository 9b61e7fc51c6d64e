import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { opsOf } from '../../../../../harness/src/ops.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { type CallOptions, startService, type TestService } from '../../../../../harness/src/service.ts';
import { contactJobs } from './jobs.ts';
import type { Contact } from './schemas.ts';

const ANA = { firstName: 'Ana', lastName: 'Lima', email: 'ana@garagem.example', phone: '+351 22 000 00 00' };
const RUI = { firstName: 'Rui', lastName: 'Melo', email: 'rui@garagem.example' };
/** All but the one whose lack is tried. */
const WITHOUT = { capabilities: { allowKycDocumentDownload: true, allowMarketplaceLedKyc: true } };

interface Reading {
  subject_kind: string;
  subject_id: string;
  purpose: string | null;
}

let service: TestService;
before(async () => void (service = await startService()));
after(() => service.close());

const call = (method: string, { buyer, token }: BuyerScene, path = '', options: CallOptions = {}): Promise<Response> =>
  service.call(method, `${buyer}/contacts${path}`, { token, ...options });

async function added(scene: BuyerScene, body: object = ANA): Promise<Contact> {
  const made = await call('POST', scene, '', { body });
  assert.equal(made.status, 201, await made.clone().text());
  return (await made.json()) as Contact;
}

async function listed(scene: BuyerScene, headers: Record<string, string> = {}): Promise<Contact[]> {
  const answer = await call('GET', scene, '', { headers });
  assert.equal(answer.status, 200);
  return (await answer.json()) as Contact[];
}

const readingsOf = ({ buyerId }: BuyerScene): Promise<Reading[]> =>
  service.db.read(sql`select subject_kind, subject_id, purpose from pii_access_log
    where buyer_id = ${buyerId}::uuid order by id`);

async function storedOf({ buyerId }: BuyerScene): Promise<string> {
  const rows = await service.db.read<{ row: string }>(
    sql`select c::text as row from buyer_contacts c where buyer_id = ${buyerId}::uuid`,
  );
  return rows.map(({ row }) => row).join('\n');
}

describe('contacts of a buyer', () => {
  it('are added, listed in their order, read, changed and removed, and stand nowhere in the open', async () => {
    const scene = await sceneWithBuyer(service);
    const made = await call('POST', scene, '', { body: ANA });
    assert.equal(made.status, 201);
    const ana = (await made.json()) as Contact;
    const { uuid, createdAt, ...facts } = ana;
    assert.deepEqual(facts, ANA);
    assert.equal(made.headers.get('location'), `${scene.buyer}/contacts/${uuid}`);
    const rui = await added(scene, RUI);
    assert.deepEqual(await listed(scene), [ana, rui]);
    assert.doesNotMatch(await storedOf(scene), /Ana|Lima|garagem/);

    const patched = await call('PATCH', scene, `/${uuid}`, { body: { ...ana, lastName: 'Silva', phone: null } });
    assert.equal(patched.status, 200);
    const { phone, ...rest } = ana;
    assert.deepEqual(await patched.json(), { ...rest, lastName: 'Silva' });
    const read = await call('GET', scene, `/${uuid}`);
    assert.deepEqual(await read.json(), { ...rest, lastName: 'Silva' });

    assert.equal((await call('DELETE', scene, `/${uuid}`)).status, 204);
    assert.deepEqual(await listed(scene), [rui]);
    const trail = await service.db.read<{
      action: string;
      details: object;
    }>(sql`select action, details from audit_events
      where seller_id = ${scene.org.sellerId}::uuid and action like 'contact.%' order by id`);
    const { buyerId } = scene;
    assert.deepEqual(trail, [
      { action: 'contact.create', details: { buyerId } },
      { action: 'contact.create', details: { buyerId } },
      { action: 'contact.patch', details: { buyerId, fields: ['phone', 'lastName'] } },
      { action: 'contact.delete', details: { buyerId } },
    ]);
    assert.ok(createdAt.endsWith('Z') && phone !== undefined);
  });

  it('take the place of nothing in the buyer: the same upsert is 200 while they are the same, and 409 after', async () => {
    const scene = await sceneWithBuyer(service);
    const body = {
      kycMode: 'NT24_LED',
      vatNumber: `DE${randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase()}`,
      companyName: 'Brenner GmbH',
      address: { street: 'Am Ring 1', postCode: '10115', city: 'Berlin', country: 'DE' },
      contacts: [ANA, RUI],
    };
    const upsert = () => service.call('POST', `${scene.partner}/buyers`, { token: scene.token, body });
    const made = (await (await upsert()).json()) as { uuid: string };
    const of = { ...scene, buyerId: made.uuid, buyer: `${scene.partner}/buyers/${made.uuid}` };
    assert.equal((await upsert()).status, 200);
    const [first, second] = await listed(of);
    assert.deepEqual([first?.firstName, second?.firstName], ['Ana', 'Rui']);
    await call('DELETE', of, `/${second?.uuid}`);
    await expectProblem(await upsert(), 'resource-exists-different-body');
    await added(of, RUI);
    assert.equal((await upsert()).status, 200);
  });

  it('are refused without the capability, and unknown to others, with nothing done', async () => {
    const scene = await sceneWithBuyer(service, WITHOUT);
    const body = { contacts: [ANA], kycMode: 'NT24_LED', vatNumber: 'PT509442013', companyName: 'Garagem' };
    const address = { street: 'Rua 1', postCode: '4050', city: 'Porto', country: 'PT' };
    const made = await service.call('POST', `${scene.partner}/buyers`, {
      token: scene.token,
      body: { ...body, address },
    });
    const { uuid: buyerId } = (await made.json()) as { uuid: string };
    const own = { ...scene, buyerId, buyer: `${scene.partner}/buyers/${buyerId}` };
    const row = await service.db.readFirst<{ id: string }>(
      sql`select id from buyer_contacts where buyer_id = ${buyerId}::uuid`,
    );
    const tries = [
      ['GET', ''],
      ['POST', '', ANA],
      ['GET', `/${row?.id}`],
      ['PATCH', `/${row?.id}`, { firstName: 'Eva' }],
      ['DELETE', `/${row?.id}`],
    ] as const;
    const other = await sceneWithBuyer(service);
    const stored = await storedOf(own);
    for (const [method, path, sent] of tries) {
      const options = sent === undefined ? {} : { body: sent };
      const { detail } = await expectProblem(await call(method, own, path, options), 'capability-required');
      assert.match(detail, /allowContactPersonalData/);
      await expectProblem(await call(method, { ...own, token: other.token }, path, options), 'forbidden');
      if (path !== '') await expectProblem(await call(method, other, path, options), 'not-found');
      const nobody = { ...own, buyer: `${scene.partner}/buyers/${randomUUID()}` };
      await expectProblem(await call(method, nobody, path, options), 'not-found');
    }
    assert.equal(await storedOf(own), stored);
    assert.deepEqual(await readingsOf(own), []);
  });

  it('leave a line in the log of readings for each one that was shown, with the purpose', async () => {
    const scene = await sceneWithBuyer(service);
    const [ana, rui] = [await added(scene, ANA), await added(scene, RUI)];
    assert.deepEqual(await readingsOf(scene), []);
    await listed(scene, { 'x-purpose': 'call about the extract' });
    await call('GET', scene, `/${rui.uuid}`);
    await call('PATCH', scene, `/${ana.uuid}`, {
      body: { firstName: 'Eva' },
      headers: { 'x-purpose': 'a typing error' },
    });
    await expectProblem(
      await call('GET', scene, '', { headers: { 'x-purpose': 'x'.repeat(201) } }),
      'malformed-request',
    );
    const line = (subject_id: string, purpose: string | null) => ({
      subject_kind: 'BUYER_CONTACT',
      subject_id,
      purpose,
    });
    const lines = await readingsOf(scene);
    assert.deepEqual(new Set(lines.slice(0, 2).map(({ subject_id: id }) => id)), new Set([ana.uuid, rui.uuid]));
    assert.ok(lines.slice(0, 2).every(({ purpose }) => purpose === 'call about the extract'));
    assert.deepEqual(lines.slice(2), [line(rui.uuid, null), line(ana.uuid, 'a typing error')]);
  });

  it('keep what each of two changes at once said', async () => {
    const scene = await sceneWithBuyer(service);
    for (let round = 0; round < 10; round += 1) {
      const { uuid } = await added(scene, { ...ANA, firstName: `Ana ${round}` });
      const answers = await Promise.all(
        [{ lastName: 'Silva' }, { phone: '+351 1' }].map((body) => call('PATCH', scene, `/${uuid}`, { body })),
      );
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200],
      );
      const { lastName, phone } = (await (await call('GET', scene, `/${uuid}`)).json()) as Contact;
      assert.deepEqual([lastName, phone], ['Silva', '+351 1']);
    }
  });

  it('are done once under one key, and removed once', async () => {
    const scene = await sceneWithBuyer(service);
    const key = randomUUID();
    const made = await Promise.all([1, 2, 3].map(() => call('POST', scene, '', { body: ANA, key })));
    const bodies = new Set(await Promise.all(made.map((answer) => answer.text())));
    assert.equal(bodies.size, 1);
    const [ana] = await listed(scene);
    const deletions = await Promise.all([1, 2].map(() => call('DELETE', scene, `/${ana?.uuid}`)));
    assert.deepEqual(deletions.map(({ status }) => status).toSorted(), [204, 404]);
    assert.deepEqual(await listed(scene), []);
  });

  it('are 50 at most, however many come at once', async () => {
    const scene = await sceneWithBuyer(service);
    for (let n = 0; n < 46; n += 1) await added(scene, { ...RUI, firstName: `Rui ${n}` });
    const answers = await Promise.all(Array.from({ length: 8 }, () => call('POST', scene, '', { body: ANA })));
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 201, 201, 201, 409, 409, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    assert.ok(refused);
    await expectProblem(refused, 'too-many-contacts');
    const all = await listed(scene);
    assert.equal(all.length, 50);
    await call('DELETE', scene, `/${all[3]?.uuid}`);
    const late = await added(scene);
    assert.equal((await listed(scene)).at(-1)?.uuid, late.uuid, 'a free place is no place in the order');
  });

  it('refuse what is no contact, and change nothing', async () => {
    const scene = await sceneWithBuyer(service);
    const ana = await added(scene);
    for (const [field, value] of [
      ['firstName', ' '],
      ['lastName', 'x'.repeat(101)],
      ['email', 'nobody'],
      ['email', null],
      ['phone', ''],
      ['phone', 'x'.repeat(51)],
      ['mobile', '1'],
      ['uuid', randomUUID()],
    ] as const) {
      const patch = await call('PATCH', scene, `/${ana.uuid}`, { body: { [field]: value } });
      assert.equal((await expectProblem(patch, 'validation-error', field)).errors?.[0]?.field, field);
      const post = await call('POST', scene, '', { body: { ...ANA, [field]: value } });
      assert.equal((await expectProblem(post, 'validation-error', field)).errors?.[0]?.field, field);
    }
    assert.deepEqual(await listed(scene), [ana]);
  });

  it('of before are read as they stand, and sealed by a job', async () => {
    const scene = await sceneWithBuyer(service);
    const id = randomUUID();
    await service.db
      .write(sql`insert into buyer_contacts (id, seller_id, buyer_id, position, first_name, last_name, email)
      values (${id}::uuid, ${scene.org.sellerId}::uuid, ${scene.buyerId}::uuid, 1, ${RUI.firstName}, ${RUI.lastName}, ${RUI.email})`);
    const [open] = await listed(scene);
    assert.deepEqual([open?.uuid, open?.email], [id, RUI.email]);
    assert.match(await storedOf(scene), /Melo/);
    for (const { run } of contactJobs(service.deps)) await run(new AbortController().signal);
    assert.doesNotMatch(await storedOf(scene), /Rui|Melo|garagem/);
    assert.deepEqual(await listed(scene), [open]);
    const patched = await call('PATCH', scene, `/${id}`, { body: { phone: '1' } });
    assert.equal(((await patched.json()) as Contact).phone, '1');
  });
});

describe('the log of readings', () => {
  it('is handed on as CSV and as lines of JSON, by time and seller, and no spreadsheet runs it', async () => {
    const scene = await sceneWithBuyer(service);
    const other = await sceneWithBuyer(service);
    const { uuid } = await added(scene);
    await added(other);
    const before = new Date().toISOString();
    await listed(scene, { 'x-purpose': '=cmd|"/c calc"!A1, "so"' });
    await listed(other);
    const ops = opsOf(service);
    const exported = (...words: string[]) => ops('pii-log', 'export', '--from', before, '--to', '2100-01-01', ...words);
    const { sellerId } = scene.org;
    const csv = await exported('--seller', sellerId);
    assert.equal(csv.err, '');
    const [heading, line, ...more] = csv.out.split('\n');
    assert.equal(
      heading,
      'occurredAt,organizationUuid,clientId,sellerUuid,buyerUuid,subjectKind,subjectUuid,purpose,requestId',
    );
    assert.deepEqual(more, []);
    assert.ok(line?.includes(`,${scene.buyerId},BUYER_CONTACT,${uuid},"'=cmd|""/c calc""!A1, ""so""",`), line);
    const all = (await exported('--format', 'jsonl')).out.split('\n').map((text) => JSON.parse(text) as object);
    assert.deepEqual(
      all.map((reading) => (reading as { sellerUuid: string }).sellerUuid),
      [sellerId, other.org.sellerId],
    );
    assert.equal((await ops('pii-log', 'export', '--from', '2000-01-01', '--to', '2000-01-02')).out, heading);
    for (const [words, reason] of [
      [['--from', '2026-02-30', '--to', '2026-03-01'], /There is no such day/],
      [['--from', '2 March', '--to', '2026-03-01'], /An instant is such as/],
      [['--from', '2026-03-02', '--to', '2026-03-01'], /--from must be before/],
      [['--from', '2026-03-01', '--to', '2026-03-02', '--format', 'xml'], /csv, jsonl/],
      [['--from', '2026-03-01', '--to', '2026-03-02', '--seller', randomUUID()], /seller/],
    ] as const)
      assert.match((await ops('pii-log', 'export', ...words)).err, reason);
  });
});
