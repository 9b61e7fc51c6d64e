import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { buyerBody, type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import type { TestService } from '../../../../../harness/src/service.ts';
import { validAnswer } from '../../../../../harness/src/vies-answers.ts';
import { startViesServer } from '../../../../../harness/src/vies-server.ts';
import { createViesClient, viesChecks } from './index.ts';
import type { ViesCheck, KycStatus } from '../../../../../sdk/src/index.ts';

export type CheckView = ViesCheck;

export type StatusView = KycStatus;

/** Nine digits, as no other test has them. */
export const newNumber = (): string => String(randomInt(100_000_000, 1_000_000_000));

/** What the tests of checks do again and again, by the front door. */
export function viesCalls(service: TestService) {
  const { db } = service;
  const calls = {
    /** A buyer with that number, of an organization of its own. */
    async buyerWith(vatNumber: string, changes: object = {}): Promise<BuyerScene> {
      const scene = await sceneWithBuyer(service);
      // The buyer of the scene is not what is looked at, and nobody shall ask about it.
      await db.write(sql`delete from vies_due where buyer_id = ${scene.buyerId}::uuid`);
      return calls.furtherBuyer(scene, vatNumber, changes);
    },
    /** The same, and the check is wished for at once; the clock may have been quicker. */
    async wishedFor(vatNumber: string): Promise<BuyerScene> {
      const scene = await calls.buyerWith(vatNumber);
      await calls.requested(scene);
      await db.write(sql`delete from vies_due where buyer_id = ${scene.buyerId}::uuid`);
      return scene;
    },
    async furtherBuyer(scene: BuyerScene, vatNumber: string, changes: object = {}): Promise<BuyerScene> {
      const { partner, token } = scene;
      const made = await service.call('POST', `${partner}/buyers`, {
        token,
        body: buyerBody({ vatNumber, ...changes }),
      });
      assert.equal(made.status, 201);
      const { uuid: buyerId } = (await made.json()) as { uuid: string };
      const buyer = `${partner}/buyers/${buyerId}`;
      return { ...scene, buyerId, buyer, invitations: `${buyer}/kyc/self-service-invitations` };
    },
    request: ({ buyer, token }: BuyerScene, key?: string) =>
      service.call('POST', `${buyer}/kyc/vies-check`, { token, ...(key !== undefined && { key }) }),
    async requested(scene: BuyerScene): Promise<string> {
      const answer = await calls.request(scene);
      assert.equal(answer.status, 202);
      return ((await answer.json()) as { status: string }).status;
    },
    async checks({ buyer, token }: BuyerScene, query = ''): Promise<CheckView[]> {
      const answer = await service.call('GET', `${buyer}/kyc/vies-checks${query}`, { token });
      assert.equal(answer.status, 200);
      return ((await answer.json()) as { data: CheckView[] }).data;
    },
    /** The newest one, once so many have ended. */
    async checked(scene: BuyerScene, count = 1): Promise<CheckView> {
      let found: CheckView[] = [];
      await eventually(`${count} checks`, async () => (found = await calls.checks(scene)).length >= count);
      assert.equal(found.length, count);
      return found[0] ?? assert.fail('no check');
    },
    async status({ buyer, token }: BuyerScene, query = ''): Promise<StatusView> {
      const answer = await service.call('GET', `${buyer}/kyc${query}`, { token });
      assert.equal(answer.status, 200);
      return (await answer.json()) as StatusView;
    },
  };
  return calls;
}

/** What no caller can do: time passes, and one looks behind the door. */
export function viesTimes({ db }: TestService) {
  const times = {
    async tries({ buyerId }: BuyerScene): Promise<number> {
      const row = await db.readFirst<{ tries: number }>(
        sql`select tries from vies_checks where buyer_id = ${buyerId}::uuid and status = 'QUEUED'`,
      );
      return row?.tries ?? 0;
    },
    /** Waits until VIES has been asked so often about the buyer without an answer. */
    untilTried: (scene: BuyerScene, tries: number) =>
      eventually(`${tries} tries`, async () => (await times.tries(scene)) === tries),
    /** What waits for another time is due. */
    async hurry(): Promise<void> {
      await db.write(sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`);
    },
    /** What has been said of the buyer was said long ago. */
    async age({ buyerId }: BuyerScene): Promise<void> {
      await db.write(sql`update vies_checks set checked_at = checked_at - interval '1 hour'
        where buyer_id = ${buyerId}::uuid and status = 'DONE'`);
    },
    /** The open check of the buyer has been tried for a day. */
    async exhaust({ buyerId }: BuyerScene): Promise<void> {
      await db.write(sql`update vies_checks set created_at = created_at - interval '1 day'
        where buyer_id = ${buyerId}::uuid and status <> 'DONE'`);
    },
    async events({ org }: BuyerScene): Promise<{ data: Record<string, unknown> }[]> {
      return db.read(
        sql`select data from events where seller_id = ${org.sellerId}::uuid and type = 'kyc.vies_check_failed' order by id`,
      );
    },
    /** That are still to be done for the buyer's checks. */
    async jobsOf({ buyerId }: BuyerScene): Promise<number> {
      const rows =
        await db.read(sql`select from graphile_worker._private_jobs j join vies_checks c on c.id::text = j.payload->>'checkId'
        where c.buyer_id = ${buyerId}::uuid`);
      return rows.length;
    },
    /** What the test before has left open takes no part in the next. */
    async clear(): Promise<void> {
      await db.write(sql`delete from graphile_worker._private_jobs where locked_at is null`);
      await db.write(sql`delete from vies_due`);
      await db.write(
        sql`update vies_checks set status = 'DONE', result = 'UNKNOWN', checked_at = now() where status <> 'DONE'`,
      );
      await db.write(sql`delete from vies_breakers`);
    },
    async openBreakers(): Promise<string[]> {
      const rows = await db.read<{ scope: string }>(
        sql`select scope from vies_breakers where open_until > now() order by scope`,
      );
      return rows.map(({ scope }) => scope);
    },
  };
  return times;
}

/** As a worker does it. */
export async function checkVatNumber(
  service: TestService,
  { buyer, buyerId, token }: BuyerScene,
  answering = validAnswer,
): Promise<void> {
  const server = await startViesServer();
  assert.equal((await service.call('POST', `${buyer}/kyc/vies-check`, { token })).status, 202);
  const [check] = await service.db.read<{ id: string; vat_number: string }>(
    sql`select id, vat_number from vies_checks where buyer_id = ${buyerId}::uuid and status = 'QUEUED'`,
  );
  server.answers.set(check?.vat_number.slice(2) ?? '', answering);
  const tasks = viesChecks.tasks?.({ ...service.deps, vies: createViesClient({ url: server.url }) });
  await tasks?.['vies.check']?.({ checkId: check?.id }, { attempt: 1, maxAttempts: 1 });
  await server.close();
}
