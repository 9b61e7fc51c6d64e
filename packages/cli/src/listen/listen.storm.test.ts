import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { verifyWebhook } from '@nt24/sdk/webhooks';
import { eventually } from '../../../harness/src/eventually.ts';
import { startService, type TestOrganization, type TestService } from '../../../harness/src/service.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../harness/src/webhook-receiver.ts';
import { createWebhookScene, placeOf } from '../../../harness/src/webhook-scene.ts';
import { type Cli, cliWith, credentialsOf, type Running, startCli } from '../cli-process.test-support.ts';

describe('nt24 webhooks listen', () => {
  let service: TestService;
  let receiver: WebhookReceiver;
  let scene: ReturnType<typeof createWebhookScene>;
  before(async () => {
    service = await startService();
    receiver = await startWebhookReceiver();
    scene = createWebhookScene(service);
  });
  after(async () => {
    await receiver.close();
    await service.close();
  });

  async function listening(org: TestOrganization, path: string, more: readonly string[] = []): Promise<[Running, Cli]> {
    const nt24 = cliWith(credentialsOf(service, org));
    const running = startCli(nt24, ['webhooks', 'listen', '--forward-to', receiver.urlOf(path), ...more]);
    await eventually('it listens', async () => /^from /m.test(running.said.stderr));
    return [running, nt24];
  }

  async function stopped({ child, ended, said }: Running): Promise<string> {
    child.kill('SIGINT');
    assert.equal(await ended(), 2);
    return /--after (evt_[0-9a-f]{32})/.exec(said.stderr)?.[1] ?? '';
  }

  it('hands on what happens from now on, signed as webhooks are, and goes on where it ended', async () => {
    const org = await service.organization();
    await scene.events(org.sellerId, 3);
    await scene.tell();
    const [first] = await listening(org, '/now');
    await scene.verified(org.sellerId);
    await scene.tell();
    await eventually('one has come', async () => receiver.at('/now').length === 1);
    const [delivery] = receiver.at('/now');
    assert.ok(delivery);
    const secret = /whsec_\S+/.exec(first.said.stderr)?.[0] ?? '';
    const event = verifyWebhook({
      body: delivery.body,
      signature: String(delivery.headers['x-novatrade-signature']),
      secret,
    });
    assert.equal(event.type, 'kyc.verification_completed');
    assert.equal(delivery.headers['x-novatrade-event-id'], event.id);
    assert.match(String(delivery.headers['user-agent']), /^NT24-Webhooks\//);
    await eventually('it tells of it', async () => first.said.stdout.includes(event.id));
    assert.match(first.said.stdout, / kyc\.verification_completed +evt_\w+ +204 in \d+ ms\n$/);
    assert.equal(await stopped(first), event.id);

    await scene.events(org.sellerId, 2);
    await scene.tell();
    const [second] = await listening(org, '/later', ['--after', event.id]);
    await eventually('both have come', async () => receiver.at('/later').length === 2);
    assert.deepEqual(
      receiver.at('/later').map(({ envelope }) => placeOf(envelope)),
      [1, 2],
    );
    await stopped(second);
  });

  it('signs by a secret that it was given, and never shows it', async () => {
    const org = await service.organization();
    const nt24 = cliWith(credentialsOf(service, org));
    const secret = `whsec_${'given'.repeat(8)}`;
    const listen = ['webhooks', 'listen', '--forward-to', receiver.urlOf('/given')];
    const running = startCli(nt24, listen, { NT24_WEBHOOK_SECRET: secret });
    await eventually('it listens', async () => /^from /m.test(running.said.stderr));
    await scene.verified(org.sellerId);
    await scene.tell();
    await eventually('one has come', async () => receiver.at('/given').length === 1);
    const [delivery] = receiver.at('/given');
    assert.ok(delivery);
    const signature = String(delivery.headers['x-novatrade-signature']);
    assert.equal(verifyWebhook({ body: delivery.body, signature, secret }).type, 'kyc.verification_completed');
    await stopped(running);
    assert.match(running.said.stderr, /signed with NT24_WEBHOOK_SECRET$/m);
    assert.ok(!`${running.said.stdout}${running.said.stderr}`.includes(secret));
  });

  it('tries again, goes on behind what is never taken, and hands on the wished types alone', async () => {
    const org = await service.organization();
    const [running] = await listening(org, '/moody', [
      '--types',
      'self_service_invitation.*',
      '--tries',
      '2',
      '--json',
    ]);
    receiver.answer = ({ envelope, path }, response) => {
      const isFirst = placeOf(envelope) === 1;
      const isSecondTry = receiver.at(path).filter(({ envelope: { id } }) => id === envelope.id).length === 2;
      response.writeHead(isFirst || (placeOf(envelope) === 2 && !isSecondTry) ? 500 : 200).end();
    };
    await scene.verified(org.sellerId);
    await scene.events(org.sellerId, 3);
    await scene.tell();
    await eventually('all are told', async () => running.said.stdout.trim().split('\n').length === 3);
    const told = running.said.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: number; tries: number });
    assert.deepEqual(
      told.map(({ status, tries }) => [status, tries]),
      [
        [500, 2],
        [200, 2],
        [200, 1],
      ],
    );
    assert.deepEqual(
      receiver.at('/moody').map(({ envelope }) => placeOf(envelope)),
      [1, 1, 2, 2, 3],
    );
    await stopped(running);
  });

  it('refuses what is no address, and ends where no waiting helps', async () => {
    const org = await service.organization();
    const nt24 = cliWith(credentialsOf(service, org));
    assert.equal((await nt24(['webhooks', 'listen'])).code, 3);
    assert.equal((await nt24(['webhooks', 'listen', '--forward-to', 'file:///etc'])).code, 3);
    const withPassword = await nt24(['webhooks', 'listen', '--forward-to', 'http://me:hidden@127.0.0.1:9/hook']);
    assert.equal(withPassword.code, 3);
    assert.ok(!withPassword.stderr.includes('hidden'));
    const listen = ['webhooks', 'listen', '--forward-to', receiver.urlOf('/none')];
    assert.equal((await nt24([...listen, '--after', `evt_${'0'.repeat(32)}`])).code, 1);
    assert.equal((await nt24(listen, { env: { NT24_CLIENT_SECRET: 'wrong' } })).code, 4);
  });
});
