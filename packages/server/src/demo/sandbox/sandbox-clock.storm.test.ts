import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { type DemoServer, startDemoServer } from '../../../../harness/src/demo-server.ts';
import { eventually } from '../../../../harness/src/eventually.ts';
import { buyerBody, unique } from '../../../../harness/src/scene.ts';
import { boundToTheSystem } from './bound-to-the-system.test-support.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../../harness/src/webhook-receiver.ts';

const DAY_SECONDS = 86_400;
const PUBLIC_BASE_URL = 'https://kyc.example.com';
const OPS = fileURLToPath(new URL('../../main/ops.ts', import.meta.url));

interface Clock {
  readonly now: string;
  readonly aheadSeconds: number;
}

interface Invitation {
  readonly uuid: string;
  readonly status: string;
  readonly expiresAt: string;
}

describe('the clock of the sandbox', { timeout: 300_000 }, () => {
  let server: DemoServer;
  let receiver: WebhookReceiver;
  before(async () => {
    [server, receiver] = await Promise.all([
      startDemoServer(undefined, { settings: { PUBLIC_BASE_URL } }),
      startWebhookReceiver(),
    ]);
  });
  after(async () => {
    await server.stop();
    await receiver.close();
  });

  const clock = async (): Promise<Clock> => (await (await server.sandbox('GET', '/clock')).json()) as Clock;
  async function advance(by: string): Promise<Clock> {
    const answer = await server.sandbox('POST', '/clock/advance', { by });
    assert.equal(answer.status, 200, await answer.clone().text());
    return (await answer.json()) as Clock;
  }

  async function invited(body: object = {}): Promise<{ path: string; email: string }> {
    const buyers = `/v1/partners/${server.sellerId}/buyers`;
    const { uuid } = (await (await server.call('POST', buyers, buyerBody())).json()) as { uuid: string };
    const email = `office@${unique()}.example`;
    const family = `${buyers}/${uuid}/kyc/self-service-invitations`;
    const made = await server.call('POST', family, { recipientEmail: email, locale: 'en', ...body });
    assert.equal(made.status, 201);
    const invitation = (await made.json()) as Invitation;
    await server.mailTo(email);
    return { path: `${family}/${invitation.uuid}`, email };
  }
  const shown = async (path: string): Promise<Invitation> =>
    (await (await server.call('GET', path)).json()) as Invitation;
  async function activity(path: string): Promise<string[]> {
    const answer = await server.call('GET', `${path}/activity?size=100`);
    return ((await answer.json()) as { data: { type: string }[] }).data.map(({ type }) => type);
  }
  const mailsTo = (email: string): Promise<number> =>
    inDatabase(
      server,
      `select count(*)::int as n from mails m join invitations i on i.id::text = m.subject_id
      where i.recipient_email = '${email}' and m.status = 'SENT'`,
    ).then((rows) => Number(rows[0]?.['n']));

  it('shows what the service takes for now, and goes forward by what it is told', async () => {
    const before = await clock();
    const after = await advance('90m');
    assert.equal(after.aheadSeconds, before.aheadSeconds + 90 * 60);
    assert.ok(Date.parse(after.now) - Date.parse(before.now) >= 90 * 60_000);
    const { path } = await invited({ expiresInDays: 1 });
    assert.ok(Date.parse((await shown(path)).expiresAt) - Date.parse(after.now) >= DAY_SECONDS * 1000);
  });

  it('expires, reminds and tells by webhook, each once and in the order of the days', async () => {
    const hook = await server.call('POST', '/v1/webhooks', {
      url: receiver.urlOf('/expiry'),
      events: ['self_service_invitation.*'],
    });
    assert.equal(hook.status, 201);
    const { path, email } = await invited({ reminders: true, expiresInDays: 30 });
    await advance('29d');
    assert.equal((await shown(path)).status, 'ACTIVE');
    // The invitation, four reminders, and the one before the end.
    assert.equal(await mailsTo(email), 5);
    await advance('P2D');
    assert.equal((await shown(path)).status, 'EXPIRED');
    const { uuid } = await shown(path);
    const told = receiver.at('/expiry').filter(({ envelope }) => envelope.data['invitationUuid'] === uuid);
    assert.equal(told.length, 1);
    const types = await activity(path);
    assert.equal(types.filter((type) => type === 'EXPIRED').length, 1);
    assert.equal(types.at(-1), 'EXPIRED');
    assert.equal(await mailsTo(email), 5);
  });

  it('tries a webhook again and again as the plan has it, and gives it up', async () => {
    receiver.answer = ({ path }, response) => void response.writeHead(path === '/dead' ? 500 : 204).end();
    const made = await server.call('POST', '/v1/webhooks', {
      url: receiver.urlOf('/dead'),
      events: ['self_service_invitation.expired'],
    });
    const { id } = (await made.json()) as { id: string };
    await invited({ expiresInDays: 1 });
    await advance('P1D');
    const failing = receiver.at('/dead').length;
    assert.ok(failing >= 1);
    await advance('4d');
    const answer = await server.call('GET', `/v1/webhooks/${id}/deliveries`);
    const [delivery] = ((await answer.json()) as { data: { status: string; attempts: number }[] }).data;
    assert.deepEqual([delivery?.status, delivery?.attempts], ['FAILED', 11]);
    assert.equal(receiver.at('/dead').length, 11);
  });

  it('adds up what two ask for at once', async () => {
    const before = await clock();
    await Promise.all([advance('3d'), advance('PT36H')]);
    assert.equal((await clock()).aheadSeconds, before.aheadSeconds + 4.5 * DAY_SECONDS);
  });

  it('goes on where its connection is ended on the way', async () => {
    const { aheadSeconds } = await clock();
    const asked = server.sandbox('POST', '/clock/advance', { by: '300d' });
    const reached = aheadSeconds + 300 * DAY_SECONDS;
    await eventually('it is on its way', async () => (await clock()).aheadSeconds > aheadSeconds);
    const ended = await inDatabase(
      server,
      `select count(pg_terminate_backend(pid))::int as n from pg_stat_activity where application_name = 'nt24-sandbox'`,
    );
    assert.ok(Number(ended[0]?.['n']) >= 1);
    assert.ok((await clock()).aheadSeconds < reached, 'it was not there yet');
    assert.equal(((await (await asked).json()) as Clock).aheadSeconds, reached);
  });

  it('refuses what is no time, what goes back, and what goes too far', async () => {
    const before = await clock();
    for (const by of ['-1d', 'P1M', '1', '', 'P', 'PT', '4000d', '1.5d', 7, undefined]) {
      const answer = await server.sandbox('POST', '/clock/advance', { by });
      assert.equal(answer.status, 422, String(by));
      assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
    }
    assert.equal((await clock()).aheadSeconds, before.aheadSeconds);
  });

  it('is shown and moved from the command line', async () => {
    const before = await clock();
    const moved = await ops(server, 'sandbox', 'clock', 'advance', '12h');
    assert.match(moved, /^\d{4}-\d\d-\d\dT[\d:.]+Z {2}[\d.]+ days ahead$/m);
    assert.equal((await clock()).aheadSeconds, before.aheadSeconds + DAY_SECONDS / 2);
    assert.equal((await ops(server, 'sandbox', 'clock')).split('  ')[1], moved.split('  ')[1]);
    await assert.rejects(ops(server, 'sandbox', 'clock', 'advance', 'P1M'), { code: 2 });
  });

  it('is for this machine alone, and for no page of another site', async () => {
    const headers = { origin: 'https://evil.example', 'content-type': 'application/json' };
    const foreign = await fetch(`${server.url}/sandbox/clock/advance`, {
      method: 'POST',
      headers,
      body: '{"by":"1d"}',
    });
    assert.equal(foreign.status, 404);
  });

  for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded', 'via', 'x-real-ip'])
    it(`is for nobody behind a proxy that stands on this machine and sends ${name}`, async () => {
      const answer = await fetch(`${server.url}/sandbox/clock`, { headers: { [name]: '127.0.0.1' } });
      assert.equal(answer.status, 404);
    });

  it('has no public name', async () => {
    const host = new URL(PUBLIC_BASE_URL).hostname;
    const answers = ['127.0.0.1', 'localhost', host].map((name) => statusByName(server.url, name));
    assert.deepEqual(await Promise.all(answers), [200, 200, 404]);
  });

  it('tells who waits at the command line that all was made anew meanwhile', async () => {
    const { aheadSeconds } = await clock();
    const waiting = assert.rejects(ops(server, 'sandbox', 'clock', 'advance', '2000d'), {
      code: 1,
      stderr: /made anew meanwhile/,
    });
    await eventually('it is on its way', async () => (await clock()).aheadSeconds > aheadSeconds);
    assert.equal((await server.sandbox('POST', '/reset')).status, 200);
    await waiting;
    assert.equal((await clock()).aheadSeconds, 0);
  });

  it('is asked by whatever the database has, also what names its schemas', async () => {
    assert.deepEqual(await boundToTheSystem(await server.databaseUrl()), []);
  });

  it('goes on where a kill has left it', async () => {
    const { path } = await invited({ expiresInDays: 20 });
    const before = await clock();
    const answer = server.sandbox('POST', '/clock/advance', { by: '1000d' }).catch(() => undefined);
    await eventually('it is on its way', async () => (await clock()).aheadSeconds > before.aheadSeconds + DAY_SECONDS);
    await server.kill();
    await answer;
    server = await startDemoServer(undefined, { dataDir: server.dataDir });
    await eventually(
      'it has arrived',
      async () => (await clock()).aheadSeconds === before.aheadSeconds + 1000 * DAY_SECONDS,
      120_000,
    );
    const { status, uuid } = await shown(path);
    assert.equal(status, 'EXPIRED');
    const events = await inDatabase(
      server,
      `select count(*)::int as n from audit_events where action = 'invitation.expire' and invitation_id = '${uuid}'`,
    );
    assert.deepEqual(events, [{ n: 1 }]);
  });
});

async function inDatabase(server: DemoServer, statements: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: await server.databaseUrl() });
  await client.connect();
  try {
    const results = await client.query(statements);
    return ([results].flat() as { rows: Record<string, unknown>[] }[]).at(-1)?.rows ?? [];
  } finally {
    await client.end();
  }
}

async function statusByName(url: string, host: string): Promise<number> {
  const asked = request(`${url}/sandbox/clock`, { headers: { host } }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode ?? 0;
}

async function ops(server: DemoServer, ...words: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, DATA_DIR: server.dataDir, PORT: new URL(server.url).port };
  return (await promisify(execFile)(process.execPath, [OPS, ...words], { env })).stdout;
}
