import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../packages/harness/src/eventually.ts';
import { mailFactsOf } from '../packages/harness/src/mail-facts.ts';
import { type MailServer, startMailServer } from '../packages/harness/src/mail-server.ts';
import { plant, type Secrets, walkMainPaths } from '../packages/harness/src/main-paths.ts';
import { sendRaw } from '../packages/harness/src/raw-http.ts';
import { invite, sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../packages/harness/src/webhook-receiver.ts';
import { openWorker, settingsOf, type TestWorker } from '../packages/harness/src/worker.ts';

describe('the logs at level trace', () => {
  const secrets: Secrets = {};
  let service: TestService;
  let mails: MailServer;
  let receiver: WebhookReceiver;
  let worker: TestWorker;
  before(async () => {
    [service, mails, receiver] = await Promise.all([startService(), startMailServer(), startWebhookReceiver()]);
    const login = new URL(mails.url);
    login.username = plant(secrets, 'SMTP user');
    login.password = plant(secrets, 'SMTP password');
    worker = await openWorker(settingsOf(service, login.href));
  });
  after(async () => {
    await worker.stop();
    await Promise.all([service.close(), mails.close(), receiver.close()]);
  });

  /** In no line of both processes, written as they are or as an address, a header or a form has them. */
  function assertUntold(): void {
    const logs = [...service.logLines, ...worker.logLines].join('');
    const told = Object.entries(secrets).filter(([, secret]) =>
      [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')].some((form) => logs.includes(form)),
    );
    assert.deepEqual(
      told.map(([about]) => about),
      [],
    );
    assert.ok(Object.values(secrets).every((secret) => secret.length >= 16));
  }

  it('tell what happened on the main paths, and no secret and no person', async () => {
    Object.assign(secrets, (await walkMainPaths(service, receiver)).secrets);
    assertUntold();
    for (const line of ['portalUpload', 'Providing options to busboy', 'createInvitation', '"organization":'])
      assert.ok(
        service.logLines.some((one) => one.includes(line)),
        line,
      );
    for (const line of ['webhook attempted', '"level":"trace"', 'mail.send'])
      assert.ok(
        worker.logLines.some((one) => one.includes(line)),
        line,
      );
  });

  it('tell of what failed no more than that', async () => {
    const scene = await sceneWithBuyer(service);
    receiver.answer = ({ path }, response) => void response.writeHead(500, { 'x-word': path }).end(path);
    mails.onRecipient = () => ({ code: 451, words: `4.7.1 <${refused}>: ${Object.values(secrets).join(' ')}` });
    const refused = plant(secrets, 'address of the buyer', (word) => `${word}@kyc.example`);
    const failing = await invite(service, scene, { recipientEmail: refused });
    const url = receiver.urlOf(`/failing?token=${plant(secrets, 'query of an endpoint')}`);
    const hook = await service.call('POST', '/v1/webhooks', {
      token: scene.token,
      body: { url, events: ['export_file.*'] },
    });
    const { id } = (await hook.json()) as { id: string };
    await service.call('POST', `/v1/webhooks/${id}/test`, {
      token: scene.token,
      body: { eventType: 'export_file.generated', data: { word: plant(secrets, 'data of a test') } },
    });
    await eventually('the mail fails', async () =>
      (await mailFactsOf(service).activity(failing)).some(({ type }) => type === 'MAIL_FAILED'),
    );
    await eventually('the webhook fails', async () =>
      receiver.received.some(({ path }) => path.startsWith('/failing')),
    );
    mails.onLogin = (password) => ({ code: 535, words: `5.7.8 no ${password}` });
    // An open connection has logged in already.
    mails.onRecipient = () => 'hang up';
    const addressOf = (): string => plant(secrets, 'address of the buyer', (word) => `${word}@kyc.example`);
    for (const reason of ['"reason":"E', '"reason":"SMTP 535 5.7.8"']) {
      const unsent = await invite(service, scene, { recipientEmail: addressOf() });
      await eventually(`a failure with ${reason}`, async () =>
        JSON.stringify(await mailFactsOf(service).activity(unsent)).includes(reason),
      );
    }
    await knockAtDoors(plant(secrets, 'what is no request'), scene.token);
    secrets['bearer token of the other'] = scene.token;
    assertUntold();
  });

  /** Wrong calls of all kinds, each with the word in it. */
  async function knockAtDoors(word: string, token: string): Promise<void> {
    const { host } = new URL(service.url);
    const end = ['', ''];
    for (const request of [
      [`GET /i/${word} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...end],
      [`GET /i/%zz${word} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...end],
      [
        `GET /${word}?${word}=${word} HTTP/1.1`,
        `Host: ${host}`,
        `Cookie: ${word}=${word}`,
        'Connection: close',
        ...end,
      ],
      [`${word} / HTTP/1.1`, `Host: ${host}`, ...end],
      [`GET /v1/me HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${word}`, 'Connection: close', ...end],
      [`GET / HTTP/1.1`, `Host: ${host}`, `${word}\u0000: ${word}`, ...end],
      [
        'POST /v1/webhooks HTTP/1.1',
        `Host: ${host}`,
        `Authorization: Bearer ${token}`,
        `Idempotency-Key: ${word}`,
        'Content-Type: application/json',
        'Content-Length: 60',
        'Connection: close',
        '',
        `{"url": "${word}",,}`.padEnd(60, ' '),
      ],
      [
        'POST /kyc/nobodys-ref0/documents HTTP/1.1',
        `Host: ${host}`,
        `Cookie: __Host-nt24-nobodys-ref0=${word}`,
        `Content-Type: multipart/form-data; boundary=${word.slice(0, 60)}`,
        'Content-Length: 4',
        'Connection: close',
        '',
        'word',
      ],
    ]) {
      assert.ok((await sendRaw(service.url, request)).status >= 400, request[0]);
    }
  }
});
