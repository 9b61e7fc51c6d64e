import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { clockWorkOf, doClockWork } from '../../../../harness/src/clock-work.ts';
import { createClockedDatabase } from '../../../../harness/src/clocked-database.ts';
import { startDemoServer } from '../../../../harness/src/demo-server.ts';
import { buyerBody, unique } from '../../../../harness/src/scene.ts';
import { startService } from '../../../../harness/src/service.ts';
import { publishEvents } from '../../modules/delivery/webhooks/publish-events.ts';

const DAY_MS = 86_400_000;

/** The service, and a way to let days pass for it. */
interface Timed {
  readonly sellerId: string;
  call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Response>;
  pass(days: number): Promise<void>;
  databaseUrl(): Promise<string>;
  close(): Promise<void>;
}

async function bySandbox(): Promise<Timed> {
  const server = await startDemoServer();
  return {
    ...server,
    async pass(days) {
      assert.equal((await server.sandbox('POST', '/clock/advance', { by: `${days}d` })).status, 200);
    },
    close: server.stop,
  };
}

/** As a production process does it: the periodic work, day by day, and what it leaves for the publisher. */
async function byOwnClock(): Promise<Timed> {
  const database = await createClockedDatabase();
  const service = await startService({}, database);
  const org = await service.organization();
  let ahead = 0;
  return {
    sellerId: org.sellerId,
    call: async (method, path, body) =>
      service.call(method, path, { token: await org.token(), ...(body !== undefined && { body }) }),
    async pass(days) {
      for (let day = 0; day < days; day += 1) {
        ahead += 1;
        await database.moveTo(`${ahead} days`);
        await doClockWork(clockWorkOf(service, ahead * DAY_MS));
        while ((await publishEvents(service.db, 100)) > 0);
      }
    },
    databaseUrl: async () => service.databaseUrl,
    close: service.close,
  };
}

for (const [whose, open] of [
  ['the clock of the sandbox', bySandbox],
  ["the server's own clock", byOwnClock],
] as const)
  describe(`an invitation of thirty days by ${whose}`, { timeout: 120_000 }, () => {
    let timed: Timed;
    let path: string;
    let uuid: string;
    before(async () => {
      timed = await open();
      const buyers = `/v1/partners/${timed.sellerId}/buyers`;
      const buyer = await asked<{ uuid: string }>('POST', buyers, buyerBody());
      const family = `${buyers}/${buyer.uuid}/kyc/self-service-invitations`;
      const wish = { recipientEmail: `office@${unique()}.example`, reminders: true, expiresInDays: 30 };
      ({ uuid } = await asked<{ uuid: string }>('POST', family, wish));
      path = `${family}/${uuid}`;
    });
    after(() => timed.close());

    async function asked<Body>(method: 'GET' | 'POST', address: string, body?: unknown): Promise<Body> {
      const answer = await timed.call(method, address, body);
      assert.ok(answer.ok, `${answer.status} ${await answer.clone().text()}`);
      return (await answer.json()) as Body;
    }
    const status = async (): Promise<string> => (await asked<{ status: string }>('GET', path)).status;
    async function mails(): Promise<number> {
      const client = new Client({ connectionString: await timed.databaseUrl() });
      await client.connect();
      try {
        const { rows } = await client.query<{ n: number }>(
          `select count(*)::int as n from mails where subject_kind = 'invitation' and subject_id = $1`,
          [uuid],
        );
        return rows[0]?.n ?? 0;
      } finally {
        await client.end();
      }
    }
    const told = async (): Promise<number> =>
      (await asked<{ data: { type: string }[] }>('GET', '/v1/events')).data.filter(
        ({ type }) => type === 'self_service_invitation.expired',
      ).length;

    it('has its first reminder between the fifth day and the next working day', async () => {
      await timed.pass(4);
      assert.equal(await mails(), 1);
      // Whatever day of the week it is.
      await timed.pass(3);
      assert.equal(await mails(), 2);
    });

    it('is as it was the day before its end, reminded four times', async () => {
      await timed.pass(22);
      assert.deepEqual([await status(), await mails(), await told()], ['ACTIVE', 5, 0]);
    });

    it('has expired on its last day, which is told once, and nobody is reminded of it any more', async () => {
      await timed.pass(1);
      assert.deepEqual([await status(), await mails(), await told()], ['EXPIRED', 5, 1]);
      await timed.pass(3);
      assert.deepEqual([await status(), await mails()], ['EXPIRED', 5]);
    });
  });
