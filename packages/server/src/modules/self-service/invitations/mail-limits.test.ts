import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { mailFactsOf } from '../../../../../harness/src/mail-facts.ts';
import { type MailServer, startMailServer } from '../../../../../harness/src/mail-server.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import {
  addBuyer,
  type BuyerScene,
  type InvitationView,
  sceneWithBuyer,
  unique,
} from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { openWorker, settingsOf } from '../../../../../harness/src/worker.ts';
import { mail } from '../../delivery/mail/index.ts';

describe('mails to one address', () => {
  let service: TestService;
  let server: MailServer;
  before(async () => void ([service, server] = await Promise.all([startService(), startMailServer()])));
  after(() => Promise.all([service.close(), server.close()]));

  const create = (scene: BuyerScene, recipientEmail: string, key?: string): Promise<Response> =>
    service.call('POST', scene.invitations, {
      token: scene.token,
      body: { recipientEmail },
      ...(key !== undefined && { key }),
    });
  const resend = (scene: BuyerScene, uuid: string, body: object): Promise<Response> =>
    service.call('POST', `${scene.invitations}/${uuid}/resend`, { token: scene.token, body });
  const another = ({ org, token }: BuyerScene): Promise<BuyerScene> => addBuyer(service, org, token);
  const created = async (scene: BuyerScene, address: string): Promise<InvitationView> => {
    const answer = await create(scene, address);
    assert.equal(answer.status, 201, await answer.clone().text());
    return (await answer.json()) as InvitationView;
  };
  /** As if all that was mailed had been mailed so much earlier. */
  const pass = (interval: string): Promise<unknown> =>
    service.db.write(
      sql`update mail_recipients set mailed_at = array(select at - ${interval}::interval from unnest(mailed_at) at order by at)`,
    );
  const written = async (): Promise<unknown> =>
    service.db
      .readFirst(sql`select (select count(*) from invitations) as invitations, (select count(*) from mails) as mails,
      (select count(*) from audit_events) as lines, (select count(*) from idempotency_keys) as keys,
      (select count(*) from graphile_worker._private_jobs) as jobs, (select array_agg(m::text order by m::text) from mail_recipients m) as spent`);
  async function refused(answer: Response): Promise<number> {
    await expectProblem(answer, 'rate-limited');
    return Number(answer.headers.get('retry-after'));
  }

  it('are 3 in 10 minutes over create, resend and a new link; then nothing is written but 429 with Retry-After', async () => {
    const scene = await sceneWithBuyer(service);
    const address = `office@${unique()}.example`;
    const first = await created(scene, address);
    assert.equal((await resend(scene, first.uuid, { rotateLink: true })).status, 200);
    const second = await created(await another(scene), address.toUpperCase());
    const third = await another(scene);
    const before = await written();
    for (const answer of [
      await create(third, address, 'over'),
      await create(third, address, 'over'),
      await resend(scene, first.uuid, { rotateLink: true }),
    ]) {
      const seconds = await refused(answer);
      assert.ok(seconds > 500 && seconds <= 600, String(seconds));
    }
    assert.deepEqual(await written(), before);
    assert.equal(second.recipientEmail, address.toUpperCase());

    const elsewhere = await created(third, `office@${unique()}.example`);
    await refused(await resend(third, elsewhere.uuid, { recipientEmail: address }));
    await pass('10 minutes');
    assert.equal((await create(third, address, 'over')).status, 201, 'the key was left free');
  });

  it('are 10 in a day', async () => {
    const scene = await sceneWithBuyer(service);
    const address = `office@${unique()}.example`;
    for (let n = 0; n < 10; n += 1) {
      await created(await another(scene), address);
      if (n % 3 === 2) await pass('11 minutes');
    }
    const late = await another(scene);
    await pass('11 minutes');
    const seconds = await refused(await create(late, address));
    assert.ok(seconds > 82_000 && seconds <= 86_400, String(seconds));
    await pass('23 hours 30 minutes');
    assert.equal((await create(late, address)).status, 201);
  });

  it('are 3 of 8 at once', async () => {
    const scene = await sceneWithBuyer(service);
    const address = `office@${unique()}.example`;
    const buyers = await Promise.all(Array.from({ length: 8 }, () => another(scene)));
    const answers = await Promise.all(buyers.map((buyer) => create(buyer, address)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 201, 429, 429, 429, 429, 429]);
  });

  it('of several organizations wait for each other, unseen by both', async () => {
    const address = `office@${unique()}.example`;
    const [one, other] = [await sceneWithBuyer(service), await sceneWithBuyer(service)];
    for (let n = 0; n < 3; n += 1) await created(await another(one), address);
    const late = await another(other);
    const { uuid } = await created(late, address);
    await created(await another(other), address);
    const worker = await openWorker(settingsOf(service, server.url));
    const arrived = () => server.mails.filter(({ to }) => to.includes(address)).length;
    await eventually('those of the first have come', async () => arrived() === 3);
    const scene = { ...late, invitation: { uuid } as InvitationView, path: `${late.invitations}/${uuid}` };
    assert.deepEqual(
      (await mailFactsOf(service).activity(scene)).map(({ type }) => type),
      ['CREATED', 'MAIL_QUEUED'],
    );
    const waiting = await service.db.read<{
      seconds: number;
    }>(sql`select extract(epoch from run_at - now())::int as seconds
      from graphile_worker._private_jobs where run_at > now() and attempts = 0 order by run_at`);
    assert.equal(waiting.length, 2);
    for (const { seconds } of waiting) assert.ok(seconds > 500 && seconds <= 600, String(seconds));
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    assert.match(metrics, /^nt24_mails_oldest_unsent_seconds 0$/m, 'nobody is alarmed of them');
    await service.db.write(sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`);
    await eventually('the others have come', async () => arrived() === 5);
    await worker.stop();
  });

  it('are counted without the address, and no longer than a day', async () => {
    const address = `Office@${unique()}.example`;
    await created(await sceneWithBuyer(service), address);
    const known = async (): Promise<string> =>
      JSON.stringify(await service.db.read(sql`select m::text from mail_recipients m`));
    assert.ok(!(await known()).toLowerCase().includes(Buffer.from(address.toLowerCase()).toString('hex')));
    assert.ok(!(await known()).toLowerCase().includes(address.toLowerCase()));
    const purge = mail.periodic?.(service.deps).find(({ name }) => name === 'mail.purgeRecipients');
    await pass('23 hours');
    await purge?.run(new AbortController().signal);
    assert.notEqual(await known(), '[]');
    await pass('90 minutes');
    await purge?.run(new AbortController().signal);
    assert.equal(await known(), '[]');
  });
});
