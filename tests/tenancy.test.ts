import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import sql, { raw } from 'sql-template-tag';
import { makePdf } from '../packages/server/src/modules/files/sample-files.ts';
import {
  plantFile,
  plantProspect,
} from '../packages/server/src/modules/self-service/prospects/planted-prospect.test-support.ts';
import { modules } from '../packages/server/src/modules.ts';
import { setClientDisabled } from '../packages/server/src/modules/parties/organizations/admin.ts';
import { expectProblem, type ProblemView } from '../packages/harness/src/problem.ts';
import { fillPath, type Operation, operationsOf } from '../packages/harness/src/operations.ts';
import { addBuyer, invite, type InvitationScene, sceneWithInvitation } from '../packages/harness/src/scene.ts';
import {
  type OrganizationWish,
  startService,
  type TestOrganization,
  type TestService,
} from '../packages/harness/src/service.ts';

/** What each call leaves behind, whatever it was answered: its key with the answer, and its place in the rate. */
const WRITTEN_BY_CALLS = new Set(['idempotency_keys', 'rate_windows']);
/** Processes show themselves in it. */
const WRITTEN_BY_THE_CLOCK = new Set(['master_keys']);
const TENANT_TABLES = modules
  .flatMap(({ tables = [] }) => tables)
  .filter((table) => !WRITTEN_BY_CALLS.has(table) && !WRITTEN_BY_THE_CLOCK.has(table));

describe('tenancy, over every operation of the OpenAPI document', () => {
  let service: TestService;
  let operations: Operation[];
  let mine: Scene;
  let foreign: Scene;
  let sibling: Scene;
  let dump: Readonly<Record<string, string[]>>;
  const newcomerIds: string[] = [];
  before(async () => {
    service = await startService();
    operations = await operationsOf(service);
    mine = await withWebhook(await withDocument(await sceneWithInvitation(service, { sellers: 2 })));
    foreign = await withWebhook(await withDocument(await sceneWithInvitation(service)));
    sibling = await withWebhook(
      await withDocument(await invite(service, await addBuyer(service, mine.org, mine.token))),
    );
    dump = await dumpTenants();
  });
  after(() => service.close());

  const idsOf = ({ org, buyerId, invitation, id, deliveryId }: Scene): Record<string, string> => ({
    sellerId: org.sellerId,
    buyerId,
    invitationUuid: invitation.uuid,
    documentUuid: buyerId,
    contactUuid: buyerId,
    prospectUuid: buyerId,
    id,
    deliveryId,
  });

  /** Of the form that the id has. */
  const randomIdLike = (id: string): string => id.replace(/[0-9a-f-]{32,}$/, (hex) => freshId(hex.length));

  /** With an endpoint of its organization and a delivery to it. */
  async function withWebhook(scene: InvitationScene): Promise<Scene> {
    const [id, messageId, deliveryId] = [`wh_${freshId(32)}`, `evt_${freshId(32)}`, `del_${freshId(32)}`];
    await service.db.write(sql`with endpoint as (
        insert into webhook_endpoints (id, organization_id, slot, url, events, sealed_secret, status)
        select ${id}, ${scene.org.organizationId}::uuid, count(*) + 1, 'https://hooks.example/', '{kyc.*}', '\\x00', 'DISABLED'
        from webhook_endpoints where organization_id = ${scene.org.organizationId}::uuid returning id, organization_id),
      message as (insert into webhook_messages (id, organization_id, type, body)
        select ${messageId}, organization_id, 'kyc.vies_check_failed', '{}' from endpoint returning id)
      insert into webhook_deliveries (id, organization_id, endpoint_id, message_id, event_type, next_attempt_at)
      select ${deliveryId}, organization_id, endpoint.id, message.id, 'kyc.vies_check_failed', now() from endpoint, message`);
    return { ...scene, id, deliveryId };
  }

  /** A document, a contact and a prospect with a file, whose ids are their buyer's, so that the ids of a scene are enough to name it. */
  async function withDocument(scene: InvitationScene): Promise<InvitationScene> {
    await service.db.write(sql`with document as (
        insert into kyc_documents (id, seller_id, buyer_id, type, source)
        values (${scene.buyerId}::uuid, ${scene.org.sellerId}::uuid, ${scene.buyerId}::uuid, 'COC_EXTRACT', 'API') returning id)
      insert into kyc_files (id, document_id, type, file_name, media_type, byte_size, sha256, storage_key)
      select gen_random_uuid(), id, 'COC_EXTRACT', 'a.pdf', 'application/pdf', 1, '\\x00', ${freshId(32)} from document`);
    await service.db
      .write(sql`insert into buyer_contacts (id, seller_id, buyer_id, position, first_name, last_name, email)
      values (${scene.buyerId}::uuid, ${scene.org.sellerId}::uuid, ${scene.buyerId}::uuid, 1, 'Ana', 'Lima', 'ana@garagem.example')`);
    const prospect = await plantProspect(service, scene.org, { prospectUuid: scene.buyerId });
    await plantFile(service, prospect, { id: scene.buyerId });
    return scene;
  }

  /** An organization that a test makes on its way: what is its own is not compared. */
  async function newcomer(wish?: OrganizationWish): Promise<TestOrganization> {
    const org = await service.organization(wish);
    newcomerIds.push(org.organizationId, org.clientId, ...org.sellers.map(({ uuid }) => uuid));
    return org;
  }

  async function dumpTenants(): Promise<Record<string, string[]>> {
    const dump: Record<string, string[]> = {};
    for (const table of TENANT_TABLES) {
      const rows = await service.db.read<{ row: string }>(sql`select t::text as row from ${raw(table)} t order by 1`);
      dump[table] = rows.map(({ row }) => row).filter((row) => !newcomerIds.some((id) => row.includes(id)));
    }
    return dump;
  }

  async function send(operation: Operation, ids: Record<string, string>, token?: string): Promise<Response> {
    const form = new FormData();
    form.set('type', 'COC_EXTRACT');
    form.set('documentDate', '2026-01-31');
    form.set('file', new Blob([Uint8Array.from(makePdf())]), 'a.pdf');
    if (operation.form) {
      return fetch(service.url + fillPath(operation.template, ids), {
        method: operation.method,
        headers: { 'idempotency-key': randomUUID(), ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        body: form,
      });
    }
    return service.call(operation.method, fillPath(operation.template, ids), {
      ...(token !== undefined && { token }),
      ...(operation.json && { body: operation.json.example }),
      ...(operation.needsIfMatch && { headers: { 'if-match': '"0"' } }),
    });
  }

  const names = ({ template }: Operation): string[] =>
    [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');

  it('without a token, with a wrong one, or for a client that is not provisioned: 401', async () => {
    const stranger = await newcomer();
    const token = await stranger.token();
    await service.db.write(sql`delete from api_clients where client_id = ${stranger.clientId}`);
    for (const operation of operations) {
      for (const one of [undefined, 'garbage', `${mine.token}x`, token]) {
        await expectProblem(await send(operation, idsOf(mine), one), 'unauthorized', operation.operationId);
      }
    }
  });

  it('for a disabled client: 401', async () => {
    const disabled = await newcomer();
    const token = await disabled.token();
    assert.equal((await service.call('GET', '/v1/me', { token })).status, 200);
    await setClientDisabled(service.db, disabled.clientId, true);
    await sleep(5_000);
    for (const operation of operations) {
      await expectProblem(await send(operation, idsOf(mine), token), 'unauthorized', operation.operationId);
    }
  });

  it('without a current DPA: 403 everywhere but for GET /v1/me', async () => {
    const unsigned = await newcomer({ dpa: false });
    const token = await unsigned.token();
    for (const operation of operations) {
      const answer = await send(operation, { ...idsOf(mine), sellerId: unsigned.sellerId }, token);
      if (operation.operationId === 'getMe') assert.equal(answer.status, 200);
      else await expectProblem(answer, 'dpa-not-accepted', operation.operationId);
    }
  });

  it('another organization’s seller, in the path of all its own ids: 403, as for a seller that is not there', async () => {
    let cases = 0;
    for (const operation of operations.filter((one) => names(one).includes('sellerId'))) {
      const shapes = new Set<string>();
      for (const sellerId of [foreign.org.sellerId, randomUUID()]) {
        const answer = await send(operation, { ...idsOf(foreign), sellerId }, mine.token);
        shapes.add(shapeOf(await expectProblem(answer, 'forbidden', operation.operationId)));
        cases += 1;
      }
      assert.equal(shapes.size, 1, operation.operationId);
    }
    assert.ok(cases > 20, String(cases));
  });

  it('an id of another seller, of another buyer or of nobody, anywhere below: 404, all alike', async () => {
    let cases = 0;
    const otherSeller = mine.org.sellers[1]?.uuid ?? '';
    for (const operation of operations) {
      const ofPartner = names(operation).includes('sellerId');
      const below = names(operation).filter((name) => name !== 'sellerId');
      const shapes = new Set<string>();
      for (const name of below) {
        const own = idsOf(mine);
        const wrong: Record<string, string>[] = [
          { ...own, [name]: randomIdLike(own[name] ?? '') },
          { ...own, [name]: idsOf(foreign)[name] ?? '' },
          { ...idsOf(foreign), sellerId: own['sellerId'] ?? '' },
        ];
        if (ofPartner) wrong.push({ ...own, sellerId: otherSeller });
        const parent = ofPartner ? 'buyerId' : 'id';
        if (name !== parent && below.includes(parent)) {
          wrong.push({ ...own, [name]: idsOf(sibling)[name] ?? '' });
          wrong.push({ ...own, [parent]: idsOf(sibling)[parent] ?? '' });
        }
        for (const ids of wrong) {
          const answer = await send(operation, ids, mine.token);
          const about = `${operation.operationId} ${JSON.stringify(ids)}`;
          shapes.add(shapeOf(await expectProblem(answer, 'not-found', about)));
          cases += 1;
        }
      }
      assert.ok(shapes.size <= 1, `${operation.operationId} ${[...shapes].join('\n')}`);
    }
    assert.ok(cases > 100, String(cases));
  });

  it('has changed no row of anybody in doing all this', async () => {
    const rows = await service.db.read(sql`select organization_id from api_clients`);
    assert.ok(rows.length > 0);
    assert.deepEqual(await dumpTenants(), dump);
  });

  it('a list of the partner shows rows of that partner alone', async () => {
    for (const path of ['buyers', 'self-service-invitations', 'prospects']) {
      for (const { uuid } of mine.org.sellers) {
        const answer = await service.call('GET', `/v1/partners/${uuid}/${path}?size=100`, { token: mine.token });
        const text = await answer.text();
        assert.equal(answer.status, 200);
        for (const id of [foreign.buyerId, foreign.invitation.uuid]) assert.ok(!text.includes(id));
        const mineShown = text.includes(path === 'self-service-invitations' ? mine.invitation.uuid : mine.buyerId);
        assert.equal(mineShown, uuid === mine.org.sellerId);
      }
    }
  });

  it('a list of the organization’s webhook endpoints shows its own alone', async () => {
    const answer = await service.call('GET', '/v1/webhooks', { token: mine.token });
    const shown = ((await answer.json()) as { id: string }[]).map(({ id }) => id);
    assert.deepEqual(shown.sort(), [mine.id, sibling.id].sort());
  });

  it('2,000 foreign and 2,000 random ids answer alike', async () => {
    await service.db.write(sql`insert into invitations
        (id, seller_id, buyer_id, kind, organization_id, recipient_email, locale, requested_documents, link_kid, expires_at)
      select gen_random_uuid(), seller_id, buyer_id, kind, organization_id, 'n' || n || '@x.example', locale, requested_documents,
        link_kid, expires_at from invitations, generate_series(1, 2000) n where id = ${foreign.invitation.uuid}::uuid`);
    const rows = await service.db.read<{ id: string }>(
      sql`select id from invitations where buyer_id = ${foreign.buyerId}::uuid order by id limit 2000`,
    );
    assert.equal(rows.length, 2_000);
    const shapes = new Set<string>();
    const ids = [...rows.map(({ id }) => id), ...Array.from({ length: 2_000 }, () => randomUUID())];
    for (let n = 0; n < ids.length; n += 40) {
      const answers = await Promise.all(
        ids
          .slice(n, n + 40)
          .map((id, at) =>
            at % 4 === 0
              ? service.call('POST', `${mine.invitations}/${id}/revoke`, { token: mine.token, body: { reason: 'x' } })
              : service.call('GET', `${mine.invitations}/${id}`, { token: mine.token }),
          ),
      );
      for (const answer of answers) shapes.add(shapeOf(await expectProblem(answer, 'not-found')));
    }
    assert.equal(shapes.size, 1);
    const revoked = await service.db.read(sql`select from invitations where status <> 'ACTIVE'`);
    assert.equal(revoked.length, 0);
  });
});

/** A scene whose organization has a webhook endpoint. */
interface Scene extends InvitationScene {
  readonly id: string;
  readonly deliveryId: string;
}

/** As many hex digits, or a uuid where there is room for its dashes. */
function freshId(length: number): string {
  return length === 32 ? randomUUID().replaceAll('-', '') : randomUUID();
}

/** What a guesser sees, but for what he sent himself. */
function shapeOf({ instance: _path, traceId: _id, ...shape }: ProblemView): string {
  return JSON.stringify(shape);
}
