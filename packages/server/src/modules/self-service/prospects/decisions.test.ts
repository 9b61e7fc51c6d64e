import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { buyerBody, unique } from '../../../../../harness/src/scene.ts';
import { startService, type TestOrganization, type TestService } from '../../../../../harness/src/service.ts';
import type { Contact } from '../../parties/contacts/schemas.ts';
import { type PlantedProspect, plantFile, plantProspect, type ProspectWish } from './planted-prospect.test-support.ts';
import type { Buyer } from '../../../../../sdk/src/index.ts';

interface Scene {
  readonly org: TestOrganization;
  readonly token: string;
  /** `/v1/partners/{sellerId}` */
  readonly partner: string;
}

let service: TestService;
before(async () => void (service = await startService()));
after(() => service.close());

async function sceneOf(wish?: Parameters<TestService['organization']>[0]): Promise<Scene> {
  const org = await service.organization(wish);
  return { org, token: await org.token(), partner: `/v1/partners/${org.sellerId}` };
}

type Decided = 'convert' | 'decline' | 'erase';

const BODIES: Readonly<Record<Decided, object>> = {
  convert: { kycMode: 'NT24_LED' },
  decline: { reason: 'Not in our region.' },
  erase: { reason: 'Asked for.' },
};

function decide(
  { token, partner }: Scene,
  { prospectUuid }: Pick<PlantedProspect, 'prospectUuid'>,
  [verb, body = {}, key = randomUUID()]: readonly [verb: Decided, body?: object, key?: string],
): Promise<Response> {
  const whole = { ...BODIES[verb], ...body };
  return service.call('POST', `${partner}/prospects/${prospectUuid}/${verb}`, { token, body: whole, key });
}

async function read<View>({ token, partner }: Scene, path: string): Promise<View> {
  const answer = await service.call('GET', `${partner}${path}`, { token });
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()) as View;
}

const prospectOf = (scene: Scene, { prospectUuid }: PlantedProspect) =>
  read<Record<string, unknown>>(scene, `/prospects/${prospectUuid}`);

/** A buyer with the number of a prospect, and other or the same data besides. */
async function buyerLike(scene: Scene, { company }: PlantedProspect, changes: object = {}): Promise<Buyer> {
  const { companyName, vatNumber, ...address } = company ?? assert.fail();
  const body = buyerBody({ companyName, vatNumber, address, ...changes });
  const made = await service.call('POST', `${scene.partner}/buyers`, { token: scene.token, body });
  assert.equal(made.status, 201, await made.clone().text());
  return (await made.json()) as Buyer;
}

async function withFile(scene: Scene, wish?: ProspectWish): Promise<PlantedProspect & { readonly fileId: string }> {
  const prospect = await plantProspect(service, scene.org, wish);
  return { ...prospect, fileId: await plantFile(service, prospect) };
}

const linesOf = ({ org }: Scene) =>
  service.db.read<{ action: string; subject_id: string; details: Record<string, unknown> }>(
    sql`select action, subject_id, details from audit_events where seller_id = ${org.sellerId}::uuid and action !~ '^(seller|grant)' order by id`,
  );

async function countOf(table: 'kyc_files' | 'stored_files' | 'kyc_not_supplied', id: string): Promise<number> {
  const found = {
    kyc_files: sql`select id from kyc_files where id = ${id}::uuid or invitation_id = ${id}::uuid`,
    stored_files: sql`select owner_id from stored_files where owner_id = ${id}::uuid and role = 'ORIGINAL'`,
    kyc_not_supplied: sql`select type from kyc_not_supplied where invitation_id = ${id}::uuid`,
  };
  return (await service.db.read(found[table])).length;
}

describe('a prospect is converted', () => {
  it('into a new buyer, with its contact and its documents', async () => {
    const scene = await sceneOf();
    const prospect = await withFile(scene);
    await service.db.write(
      sql`insert into kyc_not_supplied (invitation_id, type) values (${prospect.prospectUuid}::uuid, 'VAT_CERTIFICATE')`,
    );
    const key = randomUUID();
    const made = await decide(scene, prospect, ['convert', {}, key]);
    assert.equal(made.status, 201, await made.clone().text());
    const buyer = (await made.json()) as Buyer;
    assert.equal(made.headers.get('location'), `${scene.partner}/buyers/${buyer.uuid}`);
    assert.equal(made.headers.get('etag'), '"0"');
    assert.equal(buyer.vatNumber, prospect.company?.vatNumber);
    assert.equal(buyer.companyName, prospect.company?.companyName);
    assert.deepEqual(await read(scene, `/buyers/${buyer.uuid}`), buyer);
    const again = await decide(scene, prospect, ['convert', {}, key]);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.deepEqual(await again.json(), buyer);

    const [contact, ...others] = await read<Contact[]>(scene, `/buyers/${buyer.uuid}/contacts`);
    assert.deepEqual(
      [contact?.firstName, contact?.lastName, contact?.email, others],
      ['Ana', 'Silva', 'ana@garagem.example', []],
    );
    const documents = await read<{
      data: { type: string; status: string; source: string; files: { uuid: string }[] }[];
    }>(scene, `/buyers/${buyer.uuid}/kyc/documents`);
    assert.deepEqual(
      documents.data.map(({ type, status, source, files }) => [type, status, source, files.map(({ uuid }) => uuid)]),
      [['COC_EXTRACT', 'ACTIVE', 'WEB_APP', [prospect.fileId]]],
    );
    const shown = await prospectOf(scene, prospect);
    assert.equal(shown['status'], 'CONVERTED');
    assert.equal(shown['buyerId'], buyer.uuid);
    assert.ok(shown['decidedAt']);
    const left = await read<{ data: unknown[] }>(scene, `/prospects/${prospect.prospectUuid}/documents`);
    assert.deepEqual(left.data, []);
    assert.equal(await countOf('kyc_not_supplied', prospect.prospectUuid), 0);
    const queued = await service.db.read(sql`select from vies_due where buyer_id = ${buyer.uuid}::uuid`);
    assert.equal(queued.length, 1, 'its number is checked as that of any new buyer');
    assert.deepEqual(await linesOf(scene), [
      { action: 'prospect.convert', subject_id: prospect.prospectUuid, details: { buyerId: buyer.uuid } },
      { action: 'buyer.upsert', subject_id: buyer.uuid, details: {} },
    ]);
    const listed = await read<{ pagination: { totalElements: number } }>(scene, '/buyers');
    assert.equal(listed.pagination.totalElements, 1);
  });

  it('into the buyer with its number, where the data are the same: his documents of the same type are superseded', async () => {
    const scene = await sceneOf();
    const first = await withFile(scene);
    assert.equal((await decide(scene, first, ['convert'])).status, 201);
    const { companyName, ...rest } = first.company ?? assert.fail();
    const second = await withFile(scene, { company: { ...rest, companyName: ` ${companyName} ` } });
    const answer = await decide(scene, second, ['convert']);
    assert.equal(answer.status, 200, await answer.clone().text());
    const buyer = (await answer.json()) as Buyer;
    assert.equal(buyer.version, 0);
    assert.equal(answer.headers.get('etag'), '"0"');
    const documents = await read<{ data: { status: string }[] }>(
      scene,
      `/buyers/${buyer.uuid}/kyc/documents?sort=createdAt,desc`,
    );
    assert.deepEqual(documents.data.map(({ status }) => status).toSorted(), ['ACTIVE', 'SUPERSEDED']);
    const contacts = await read<Contact[]>(scene, `/buyers/${buyer.uuid}/contacts`);
    assert.equal(contacts.length, 1, 'who is known by the same address is not added again');
  });

  const OTHER = { companyName: 'Garagem do Sul Lda' };
  it('not where the buyer has other data, unless it is said whose count', async () => {
    const scene = await sceneOf();
    const prospect = await withFile(scene);
    const known = await buyerLike(scene, prospect, OTHER);
    const problem = await expectProblem(await decide(scene, prospect, ['convert']), 'resource-exists-different-body');
    assert.deepEqual(problem.currentResource, known);
    const { contact: _, ...shown } = await prospectOf(scene, prospect);
    assert.deepEqual((problem as { proposedResource?: object }).proposedResource, shown);
    assert.equal(shown['status'], 'SUBMITTED');

    const kept = await decide(scene, prospect, ['convert', { resolve: 'KEEP_BUYER' }]);
    assert.equal(kept.status, 200, await kept.clone().text());
    assert.deepEqual(await kept.json(), known);
    assert.deepEqual(await read(scene, `/buyers/${known.uuid}`), known);
    const contacts = await read<Contact[]>(scene, `/buyers/${known.uuid}/contacts`);
    assert.deepEqual(
      contacts.map(({ email }) => email),
      ['ana@garagem.example'],
    );

    const other = await withFile(scene, { company: prospect.company ?? {} });
    const taken = await decide(scene, other, ['convert', { resolve: 'TAKE_PROSPECT' }]);
    assert.equal(taken.status, 200, await taken.clone().text());
    assert.equal(taken.headers.get('etag'), '"1"');
    const changed = (await taken.json()) as Buyer;
    assert.deepEqual(
      { ...changed, updatedAt: '' },
      { ...known, companyName: other.company?.companyName, version: 1, updatedAt: '' },
    );
    assert.deepEqual(await read(scene, `/buyers/${known.uuid}`), changed);
    const lines = await linesOf(scene);
    assert.deepEqual(lines.at(-1), {
      action: 'buyer.patch',
      subject_id: known.uuid,
      details: { fields: ['companyName'], version: 1 },
    });
    const files = await read<{ data: { status: string }[] }>(scene, `/buyers/${known.uuid}/kyc/documents`);
    assert.deepEqual(files.data.map(({ status }) => status).toSorted(), ['ACTIVE', 'SUPERSEDED']);
  });

  it('in its mode: compared, taken where it may be, and never back to MARKETPLACE_LED', async () => {
    const scene = await sceneOf();
    const prospect = await plantProspect(service, scene.org);
    const known = await buyerLike(scene, prospect);
    const led = { kycMode: 'MARKETPLACE_LED' };
    await expectProblem(await decide(scene, prospect, ['convert', led]), 'resource-exists-different-body');
    const back = await expectProblem(
      await decide(scene, prospect, ['convert', { ...led, resolve: 'TAKE_PROSPECT' }]),
      'kyc-mode-downgrade',
    );
    assert.deepEqual(back.currentResource, known);
    const kept = await decide(scene, prospect, ['convert', { ...led, resolve: 'KEEP_BUYER' }]);
    assert.equal(((await kept.json()) as Buyer).kycMode, 'NT24_LED');
    const next = await plantProspect(service, scene.org);
    await buyerLike(scene, next, led);
    const taken = await decide(scene, next, ['convert', { resolve: 'TAKE_PROSPECT' }]);
    assert.equal(((await taken.json()) as Buyer).kycMode, 'NT24_LED');
  });

  it('by EL and GR as one country', async () => {
    const scene = await sceneOf();
    const prospect = await plantProspect(service, scene.org, {
      company: { vatNumber: `EL${unique().toUpperCase()}`, country: 'GR' },
    });
    const known = await buyerLike(scene, prospect);
    await service.db.write(
      sql`update buyers set vat_number = 'GR' || substr(vat_number, 3) where id = ${known.uuid}::uuid`,
    );
    const answer = await decide(scene, prospect, ['convert']);
    assert.equal(answer.status, 200);
    assert.equal(((await answer.json()) as Buyer).uuid, known.uuid);
  });

  it('not where the buyer is blocked; where he was erased, into a new one', async () => {
    const scene = await sceneOf();
    const prospect = await plantProspect(service, scene.org);
    const known = await buyerLike(scene, prospect);
    const of = `${scene.partner}/buyers/${known.uuid}`;
    await service.call('POST', `${of}/block`, { token: scene.token });
    const problem = await expectProblem(await decide(scene, prospect, ['convert']), 'buyer-blocked');
    assert.equal(problem.currentResource?.['uuid'], known.uuid);
    await service.call('POST', `${of}/erase`, { token: scene.token, body: { reason: 'Asked for.' } });
    const made = await decide(scene, prospect, ['convert']);
    assert.equal(made.status, 201);
    assert.notEqual(((await made.json()) as Buyer).uuid, known.uuid);
  });

  it('not where it is a CONSUMER, twice, or without the capability', async () => {
    const scene = await sceneOf({ capabilities: { allowContactPersonalData: true } });
    const consumer = await plantProspect(service, scene.org, { company: null });
    const invalid = await expectProblem(await decide(scene, consumer, ['convert']), 'validation-error');
    assert.equal(invalid.errors?.[0]?.field, 'prospectUuid');
    const prospect = await plantProspect(service, scene.org);
    const led = { kycMode: 'MARKETPLACE_LED' };
    await expectProblem(await decide(scene, prospect, ['convert', led]), 'capability-required');
    assert.equal((await decide(scene, prospect, ['convert'])).status, 201);
    for (const verb of ['convert', 'decline'] as const) {
      const problem = await expectProblem(await decide(scene, prospect, [verb]), 'milestone-already-set', verb);
      const { contact: _, ...shown } = await prospectOf(scene, prospect);
      assert.deepEqual(problem.currentResource, shown);
    }
    await expectProblem(await decide(scene, { prospectUuid: randomUUID() }, ['convert']), 'not-found');
    const draft = await plantProspect(service, scene.org, { status: 'DRAFT' });
    for (const verb of ['convert', 'decline', 'erase'] as const)
      await expectProblem(await decide(scene, draft, [verb]), 'not-found', verb);
  });
});

describe('a prospect is declined', () => {
  it('with a reason for the seller alone; its files go, and nobody is told unless it is wished', async () => {
    const scene = await sceneOf();
    const prospect = await withFile(scene);
    const answer = await decide(scene, prospect, ['decline']);
    assert.equal(answer.status, 200, await answer.clone().text());
    const { contact: _, ...shown } = await prospectOf(scene, prospect);
    assert.deepEqual(await answer.json(), shown);
    assert.equal(shown['status'], 'DECLINED');
    assert.equal(shown['declineReason'], 'Not in our region.');
    assert.equal(await countOf('kyc_files', prospect.prospectUuid), 0);
    assert.equal(await countOf('stored_files', prospect.fileId), 0);
    assert.deepEqual(
      (await read<{ data: unknown[] }>(scene, `/prospects/${prospect.prospectUuid}/documents`)).data,
      [],
    );
    for (const verb of ['convert', 'decline'] as const)
      await expectProblem(await decide(scene, prospect, [verb]), 'milestone-already-set', verb);
    assert.deepEqual(await linesOf(scene), [
      { action: 'prospect.decline', subject_id: prospect.prospectUuid, details: { notified: false } },
    ]);
    const told = await decide(scene, await plantProspect(service, scene.org), ['decline', { notify: true }]);
    assert.equal(told.status, 200);
    assert.deepEqual(
      (await linesOf(scene)).slice(1).map(({ action }) => action),
      ['prospect.decline', 'mail.queue'],
    );
  });

  it('with a reason that says something', async () => {
    const scene = await sceneOf();
    const prospect = await plantProspect(service, scene.org);
    for (const body of [{ reason: '' }, { reason: ' ' }, { reason: 'x'.repeat(501) }, { reason: undefined }]) {
      const problem = await expectProblem(await decide(scene, prospect, ['decline', body]), 'validation-error');
      assert.equal(problem.errors?.[0]?.field, 'reason');
    }
  });
});

describe('a prospect is erased', () => {
  it('in whatever state it is, with its place, its files and the proof of its address; what it has become stays', async () => {
    const scene = await sceneOf();
    const submitted = await withFile(scene);
    const declined = await withFile(scene);
    const converted = await withFile(scene);
    assert.equal((await decide(scene, declined, ['decline', { notify: true }])).status, 200);
    const made = (await (await decide(scene, converted, ['convert'])).json()) as Buyer;
    for (const prospect of [submitted, declined, converted]) {
      await service.db
        .write(sql`insert into prospect_codes (invitation_id, address_hash, code_hash, tries_left, sent_at, expires_at)
        select invitation_id, address_hash, '\\x00', 5, now(), now() from link_places where id = ${prospect.prospectUuid}::uuid`);
      const answer = await decide(scene, prospect, ['erase']);
      assert.equal(answer.status, 200, await answer.clone().text());
      assert.ok(((await answer.json()) as { erasedAt: string }).erasedAt.endsWith('Z'));
      await expectProblem(await decide(scene, prospect, ['erase']), 'not-found');
      const left = await service.db.read(sql`select id from prospects where id = ${prospect.prospectUuid}::uuid
        union all select id from link_places where id = ${prospect.prospectUuid}::uuid
        union all select invitation_id from prospect_codes where invitation_id = ${prospect.invitationUuid}::uuid
        union all select id from mails where subject_id = ${prospect.prospectUuid}::text and status = 'QUEUED'`);
      assert.deepEqual(left, []);
    }
    assert.equal(await countOf('kyc_files', submitted.fileId), 0);
    assert.equal(await countOf('stored_files', submitted.fileId), 0);
    assert.equal(await countOf('stored_files', converted.fileId), 1);
    const documents = await read<{ data: unknown[] }>(scene, `/buyers/${made.uuid}/kyc/documents`);
    assert.equal(documents.data.length, 1);
    const lines = (await linesOf(scene)).filter(({ action }) => action === 'prospect.erase');
    assert.deepEqual(
      lines.map(({ details }) => details),
      [{ reason: 'Asked for.' }, { reason: 'Asked for.' }, { reason: 'Asked for.' }],
    );
  });

  it('with the buyer that it has become', async () => {
    const scene = await sceneOf();
    const prospect = await withFile(scene);
    const stays = await plantProspect(service, scene.org, { invitationUuid: prospect.invitationUuid });
    const { uuid } = (await (await decide(scene, prospect, ['convert'])).json()) as Buyer;
    const erased = await service.call('POST', `${scene.partner}/buyers/${uuid}/erase`, {
      token: scene.token,
      body: { reason: 'Asked for.' },
    });
    assert.equal(erased.status, 200, await erased.clone().text());
    const answer = await service.call('GET', `${scene.partner}/prospects/${prospect.prospectUuid}`, {
      token: scene.token,
    });
    await expectProblem(answer, 'not-found');
    assert.equal((await prospectOf(scene, stays))['status'], 'SUBMITTED');
  });
});
