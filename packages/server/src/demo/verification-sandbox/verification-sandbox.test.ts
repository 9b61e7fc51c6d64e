import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../../../harness/src/eventually.ts';
import { startIdenfyServer } from '../../../../harness/src/idenfy-server.ts';
import { kycCalls } from '../../../../harness/src/kyc-calls.ts';
import { addBuyer, type BuyerScene, sceneWithBuyer } from '../../../../harness/src/scene.ts';
import { readPdf } from '../../platform/pdf/read-pdf.test-support.ts';
import { PUBLIC_HEADERS } from '../../web/portal/index.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { type VerificationCalls, verificationCalls } from '../../../../harness/src/verification-calls.ts';
import { openWorker, settingsOf } from '../../../../harness/src/worker.ts';

describe('the sandbox', () => {
  let service: TestService;
  let scene: BuyerScene;
  let calls: VerificationCalls;
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
    calls = verificationCalls(service);
  });
  after(() => service.close());

  async function opened(): Promise<BuyerScene & { readonly page: string }> {
    const buyer = await addBuyer(service, scene.org, scene.token);
    const { idenfyUrl } = await calls.started(buyer);
    return { ...buyer, page: idenfyUrl };
  }
  const choose = (page: string, form: Record<string, string>): Promise<Response> =>
    fetch(page, { method: 'POST', body: new URLSearchParams(form) });
  const chosen = async (page: string, form: Record<string, string>): Promise<string> => {
    const answer = await choose(page, form);
    assert.equal(answer.status, 200);
    return answer.text();
  };

  it('is where the address of a session leads, and its page loads nothing from elsewhere and runs nothing', async () => {
    const { page } = await opened();
    assert.ok(page.startsWith(`${service.url}/verification-sandbox/`));
    const answer = await fetch(page);
    assert.equal(answer.status, 200);
    for (const [name, value] of Object.entries(PUBLIC_HEADERS)) assert.equal(answer.headers.get(name), value, name);
    const text = await answer.text();
    assert.match(text, /Nobody is verified here/);
    assert.doesNotMatch(text, /<script|style=| on[a-z]+=/);
    const style = /href="([^"]+\.css)"/.exec(text)?.[1] ?? '';
    assert.equal((await fetch(service.url + style)).headers.get('content-type'), 'text/css; charset=utf-8');
  });

  for (const [form, expected] of [
    [{ outcome: 'APPROVED', screening: 'CLEAR' }, ['VERIFIED', 'CLEAR', 'INCOMPLETE']],
    [{ outcome: 'APPROVED', screening: 'FLAGGED' }, ['VERIFIED', 'FLAGGED', 'INVALID']],
    [{ outcome: 'APPROVED', screening: 'NONE' }, ['VERIFIED', 'PENDING', 'INCOMPLETE']],
    [{ outcome: 'DENIED', screening: 'CLEAR' }, ['REJECTED', 'CLEAR', 'INVALID']],
    [{ outcome: 'SUSPECTED', screening: 'CLEAR' }, ['IN_PROGRESS', 'PENDING', 'INCOMPLETE']],
    [{ outcome: 'EXPIRED', screening: 'CLEAR' }, ['NOT_STARTED', 'NOT_APPLICABLE', 'INCOMPLETE']],
  ] as const) {
    it(`tells ${form.outcome} and ${form.screening} as the provider would: ${expected.join(', ')}`, async () => {
      const session = await opened();
      assert.match(await chosen(session.page, form), new RegExp(`The service was told: ${form.outcome}`));
      assert.deepEqual(await calls.statusOf(session), expected);
    });
  }

  it('goes on from SUSPECTED to an outcome, which stands', async () => {
    const session = await opened();
    await chosen(session.page, { outcome: 'SUSPECTED' });
    await chosen(session.page, { outcome: 'APPROVED' });
    await chosen(session.page, { outcome: 'DENIED' });
    assert.deepEqual(await calls.statusOf(session), ['VERIFIED', 'CLEAR', 'INCOMPLETE']);
    assert.equal((await calls.eventsOf(session)).length, 1);
  });

  it('gives a report of its own, which says that nobody was verified', async () => {
    const worker = await openWorker(settingsOf(service));
    try {
      const session = await opened();
      await chosen(session.page, { outcome: 'DENIED', screening: 'FLAGGED' });
      const kyc = kycCalls(service);
      await eventually('the report', async () => (await kyc.listed(session)).length > 0);
      const [document] = await kyc.listed(session);
      assert.deepEqual([document?.type, document?.source], ['VERIFICATION_REPORT', 'PROVIDER']);
      const path = `${session.buyer}/kyc/documents/${document?.uuid}/content`;
      const content = await service.call('GET', path, { token: session.token });
      const text = (await readPdf(Buffer.from(await content.arrayBuffer()))).pages.join(' ').replaceAll(/\s+/g, ' ');
      for (const words of ['Report of the verification sandbox', 'Nobody was verified', 'REJECTED', 'FLAGGED'])
        assert.ok(text.includes(words), words);
    } finally {
      await worker.stop();
    }
  });

  it('opens to nobody without the address, and takes no other words', async () => {
    const session = await opened();
    const token = session.page.split('/').at(-1) ?? '';
    const [scanRef = ''] = token.split('.');
    const places = [
      scanRef,
      `${scanRef}.`,
      `${token}x`,
      token.slice(0, -1),
      `${randomUUID()}.${token.split('.')[1]}`,
      'x',
    ];
    for (const place of places) {
      const address = `${service.url}/verification-sandbox/${place}`;
      assert.equal((await fetch(address)).status, 404, place);
      assert.equal((await choose(address, { outcome: 'APPROVED' })).status, 404, place);
    }
    assert.equal((await choose(session.page, { outcome: 'VERIFIED' })).status, 422);
    assert.equal((await choose(session.page, {})).status, 422);
    assert.equal(
      (await fetch(session.page, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }))
        .status,
      415,
    );
    assert.deepEqual(await calls.statusOf(session), ['IN_PROGRESS', 'PENDING', 'INCOMPLETE']);
    for (const line of service.logLines) assert.ok(!line.includes(token), line);
  });

  it('is not there where a provider is configured', async () => {
    const { page } = await opened();
    const idenfy = await startIdenfyServer();
    const other = await startService({ ...idenfy.settings, DATA_DIR: service.config.dataDir });
    try {
      assert.equal((await fetch(page.replace(service.url, other.url))).status, 404);
      assert.equal((await fetch(`${other.url}/verification-sandbox/demo.css`)).status, 404);
    } finally {
      await other.close();
      await idenfy.close();
    }
  });
});
