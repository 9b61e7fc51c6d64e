import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { eventually } from '../packages/harness/src/eventually.ts';
import { mailFactsOf } from '../packages/harness/src/mail-facts.ts';
import { startMailServer } from '../packages/harness/src/mail-server.ts';
import { sceneWithInvitation } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { openWorker, settingsOf } from '../packages/harness/src/worker.ts';

/** Metric and threshold of each shipped rule, by its name. */
async function shippedRules(): Promise<Record<string, { metric: string; above: number }>> {
  const text = await readFile(new URL('../deploy/prometheus/nt24-alerts.yml', import.meta.url), 'utf8');
  const rules = [...text.matchAll(/alert: (\w+)\n\s+expr: max(?: by \(\w+\) )?\(?\(?(\w+)\)* > (\d+)$/gm)];
  assert.equal(rules.length, text.match(/alert: /g)?.length);
  return Object.fromEntries(
    rules.map(([, name = '', metric = '', above]) => [name, { metric, above: Number(above) }] as const),
  );
}

describe('the shipped alarm rules', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  const metrics = async (): Promise<string> => (await fetch(`${service.url}/metrics`)).text();
  async function largest(metric: string): Promise<number> {
    const samples = [...(await metrics()).matchAll(new RegExp(`^${metric}(?:\\{.*\\})? ([\\d.]+)$`, 'gm'))];
    assert.ok(samples.length > 0, `${metric} is told`);
    return Math.max(...samples.map(([, value]) => Number(value)));
  }

  it('fire for a dead mail server, and rest again when it is back', async () => {
    const rule = (await shippedRules())['Nt24MailsStandStill'];
    assert.ok(rule);
    assert.equal(await largest(rule.metric), 0);
    const server = await startMailServer();
    await server.close();
    const scene = await sceneWithInvitation(service);
    const worker = await openWorker(settingsOf(service, server.url));
    await eventually('a try has failed', async () =>
      (await mailFactsOf(service).activity(scene)).some(({ type }) => type === 'MAIL_FAILED'),
    );
    assert.ok((await largest(rule.metric)) < rule.above);
    await service.db.write(sql`update mails set created_at = created_at - interval '1 hour'`);
    assert.ok((await largest(rule.metric)) > rule.above);
    assert.match(await metrics(), /^nt24_mails\{kind="INVITATION",outcome="queued"\} 1$/m);

    const back = await startMailServer(server.port);
    await service.db.write(sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`);
    await mailFactsOf(service).isStatus(scene, 'SENT');
    assert.equal(await largest(rule.metric), 0);
    assert.match(await metrics(), /^nt24_mails\{kind="INVITATION",outcome="sent"\} 1$/m);
    await worker.stop();
    await back.close();
  });

  it('fire for a disk that is short', async () => {
    const rule = (await shippedRules())['Nt24DiskShort'];
    assert.ok(rule);
    assert.equal(await largest(rule.metric), 0);
    // More is never free.
    const short = await startService({ DATA_MIN_FREE_MB: '100000000' });
    try {
      const text = await (await fetch(`${short.url}/metrics`)).text();
      assert.ok(Number(new RegExp(`^${rule.metric} (\\d+)$`, 'm').exec(text)?.[1]) > rule.above);
    } finally {
      await short.close();
    }
  });

  it('fire for work that no worker takes up', async () => {
    const rule = (await shippedRules())['Nt24WorkWaits'];
    assert.ok(rule);
    await sceneWithInvitation(service);
    await service.db.write(sql`update graphile_worker._private_jobs set run_at = now() - interval '1 hour'`);
    assert.ok((await largest(rule.metric)) > rule.above);
  });
});
