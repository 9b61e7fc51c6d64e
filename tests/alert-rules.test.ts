import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import sql from 'sql-template-tag';
import { eventually } from '../packages/harness/src/eventually.ts';
import { freePort } from '../packages/harness/src/free-port.ts';
import { mailFactsOf } from '../packages/harness/src/mail-facts.ts';
import { startMailServer } from '../packages/harness/src/mail-server.ts';
import { firesAfter, hasPromtool, NO_PROMTOOL, requireByPromtool } from '../packages/harness/src/promtool.ts';
import { sceneWithInvitation } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { openWorker, settingsOf } from '../packages/harness/src/worker.ts';

const FOLDER = new URL('../deploy/prometheus/', import.meta.url);
const isJudged = hasPromtool();

/** Metric and threshold of each shipped rule over a figure, by its name. */
async function shippedRules(): Promise<Record<string, { metric: string; above: number }>> {
  const text = await readFile(new URL('nt24-alerts.yml', FOLDER), 'utf8');
  const rules = [...text.matchAll(/alert: (\w+)\n\s+expr: max(?: by \(\w+\) )?\(?\(?(\w+)\)* > (\d+)$/gm)];
  return Object.fromEntries(
    rules.map(([, name = '', metric = '', above]) => [name, { metric, above: Number(above) }] as const),
  );
}

describe('the shipped alarm rules', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  const metrics = async (): Promise<string> => (await fetch(`${service.url}/metrics`)).text();
  function largest(metric: string, text: string): number {
    const samples = [...text.matchAll(new RegExp(`^${metric}(?:\\{.*\\})? ([\\d.]+)$`, 'gm'))];
    assert.ok(samples.length > 0, `${metric} is told`);
    return Math.max(...samples.map(([, value]) => Number(value)));
  }
  /** By the rule's own words, read by Prometheus's judge where it is installed. */
  function expectAlarm(isExpected: boolean, alert: string, texts: readonly string[]): void {
    if (isJudged) assert.equal(firesAfter(alert, texts), isExpected, `${alert} after ${texts.length}`);
  }

  it('are sound, and fire when they should, by the judge of Prometheus', { skip: !isJudged && NO_PROMTOOL }, () => {
    requireByPromtool('check', 'rules', fileURLToPath(new URL('nt24-alerts.yml', FOLDER)));
    requireByPromtool('test', 'rules', fileURLToPath(new URL('nt24-alerts.test.yml', FOLDER)));
  });

  it('fire for a dead mail server, and rest again when it is back', async () => {
    const name = 'Nt24MailsStandStill';
    const rule = (await shippedRules())[name];
    assert.ok(rule);
    const healthy = await metrics();
    assert.equal(largest(rule.metric, healthy), 0);
    const server = await startMailServer();
    await server.close();
    const scene = await sceneWithInvitation(service);
    const worker = await openWorker(settingsOf(service, server.url));
    await eventually('a try has failed', async () =>
      (await mailFactsOf(service).activity(scene)).some(({ type }) => type === 'MAIL_FAILED'),
    );
    const young = await metrics();
    assert.ok(largest(rule.metric, young) < rule.above);
    await service.db.write(sql`update mails set created_at = created_at - interval '1 hour'`);
    const dead = await metrics();
    assert.ok(largest(rule.metric, dead) > rule.above);
    assert.match(dead, /^nt24_mails\{kind="INVITATION",outcome="queued"\} 1$/m);

    const back = await startMailServer(server.port);
    await service.db.write(sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`);
    await mailFactsOf(service).isStatus(scene, 'SENT');
    const mended = await metrics();
    assert.equal(largest(rule.metric, mended), 0);
    assert.match(mended, /^nt24_mails\{kind="INVITATION",outcome="sent"\} 1$/m);
    expectAlarm(false, name, [healthy, young]);
    expectAlarm(true, name, [healthy, young, dead]);
    expectAlarm(false, name, [healthy, young, dead, mended]);
    await worker.stop();
    await back.close();
  });

  it('fire for a disk that is short', async () => {
    const name = 'Nt24DiskShort';
    const rule = (await shippedRules())[name];
    assert.ok(rule);
    const roomy = await metrics();
    assert.equal(largest(rule.metric, roomy), 0);
    // More is never free.
    const short = await startService({ DATA_MIN_FREE_MB: '100000000' });
    try {
      const text = await (await fetch(`${short.url}/metrics`)).text();
      assert.ok(largest(rule.metric, text) > rule.above);
      expectAlarm(false, name, [roomy, roomy]);
      expectAlarm(true, name, [roomy, text, text]);
    } finally {
      await short.close();
    }
  });

  it('fire for an identity provider whose keys cannot be fetched', async () => {
    const name = 'Nt24IdentityProviderAway';
    const rule = (await shippedRules())[name];
    assert.ok(rule);
    const token = await (await service.organization()).token();
    assert.equal((await service.call('GET', '/v1/me', { token })).status, 200);
    const healthy = await metrics();
    assert.equal(largest(rule.metric, healthy), 0);
    const away = await startService({ OIDC_JWKS_URL: `http://127.0.0.1:${await freePort()}` });
    try {
      const own = await (await away.organization()).token();
      assert.equal((await away.call('GET', '/v1/me', { token: own })).status, 503);
      const text = await (await fetch(`${away.url}/metrics`)).text();
      assert.ok(largest(rule.metric, text) > rule.above);
      expectAlarm(false, name, [healthy, healthy]);
      expectAlarm(true, name, [healthy, text]);
    } finally {
      await away.close();
    }
  });

  it('fire for a mail server that refuses us, and not for one that refuses a recipient', async () => {
    const name = 'Nt24MailServerRefusesUs';
    const server = await startMailServer();
    const worker = await openWorker(settingsOf(service, server.url));
    const refusals = (text: string): number => largest('nt24_mail_server_refusals_total', text);
    const quiet = await worker.metrics();
    assert.equal(refusals(quiet), 0, 'told before there is any');
    server.onRecipient = () => ({ code: 550, words: '5.1.1 no such user' });
    await mailFactsOf(service).isStatus(await sceneWithInvitation(service), 'FAILED');
    const bounced = await worker.metrics();
    assert.equal(refusals(bounced), 0);
    server.onRecipient = () => undefined;
    server.onMessage = () => ({ code: 554, words: '5.7.1 Your network is on our blocklist' });
    await sceneWithInvitation(service);
    await eventually('we are refused', async () => refusals(await worker.metrics()) > 0);
    const refused = await worker.metrics();
    expectAlarm(false, name, [quiet, bounced]);
    expectAlarm(true, name, [quiet, bounced, refused]);
    expectAlarm(false, name, [quiet, refused, refused, refused, refused]);
    await worker.stop();
    await server.close();
  });

  it('fire for work that no worker takes up', async () => {
    const rule = (await shippedRules())['Nt24WorkWaits'];
    assert.ok(rule);
    await sceneWithInvitation(service);
    await service.db.write(sql`update graphile_worker._private_jobs set run_at = now() - interval '1 hour'`);
    assert.ok(largest(rule.metric, await metrics()) > rule.above);
  });
});
