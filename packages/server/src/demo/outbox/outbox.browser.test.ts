import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { axeFindings, launchChromium, listenForComplaints, NO_BROWSER } from '../../../../harness/src/browser.ts';
import { type DemoServer, startDemoServer } from '../../../../harness/src/demo-server.ts';
import { eventually } from '../../../../harness/src/eventually.ts';
import { lanAddressHere } from '../../../../harness/src/lan-address-here.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const browser = await launchChromium();

describe('the outbox of the demo', { skip: browser === undefined && NO_BROWSER, timeout: 180_000 }, () => {
  let server: DemoServer;
  before(async () => void (server = await startDemoServer()));
  after(async () => {
    await (browser as Browser).close();
    await server.stop();
  });

  async function openPage(of: DemoServer, colorScheme: 'light' | 'dark' = 'light') {
    const context = await (browser as Browser).newContext({ ...PHONE, colorScheme });
    context.setDefaultTimeout(20_000);
    const complaints = listenForComplaints(context, of.url);
    return { page: await context.newPage(), complaints, close: () => context.close() };
  }

  async function openNewestMail(page: Page, of: DemoServer): Promise<void> {
    await page.goto(of.outboxUrl());
    await page.locator('.mails a').first().click();
    await page.frameLocator('iframe').getByRole('heading', { level: 1 }).waitFor();
  }

  it('shows the mails as a person sees them, and their links lead on', async () => {
    const link = await server.invite(['COC_EXTRACT']);
    const { page, complaints, close } = await openPage(server);
    await page.goto(server.outboxUrl());
    assert.deepEqual(await axeFindings(page), []);
    const row = await page.locator('.mails a').first().innerText();
    assert.match(row, /to office@\w+\.example/);
    assert.match(row, new RegExp(`from "?${server.sellerName}`));
    assert.match(row, /\d{1,2} \w{3} \d{4}/);
    await openNewestMail(page, server);
    const subject = await page.getByRole('heading', { level: 1 }).innerText();
    assert.ok(row.includes(subject));
    assert.match(await page.locator('dl').innerText(), /From\s.*no-reply@nt24\.example.*Reply-To\s.*To\s/s);
    assert.ok((await page.locator('pre').innerText()).includes(link));
    assert.deepEqual(await axeFindings(page), []);
    await page.frameLocator('iframe').locator(`a[href="${link}"]`).first().click();
    await page.waitForURL(link);
    await page.locator('form[action$="/start"] button').waitFor();
    // The tests' own probe speaks to the frame, which listens to nobody.
    assert.deepEqual(
      complaints.filter((complaint) => !complaint.includes("execute 'postMessage'")),
      [],
    );
    await close();
  });

  it('runs nothing of a mail, and lets nobody frame or name it otherwise', async () => {
    await server.invite(['COC_EXTRACT']);
    const [mail = ''] = /\/outbox\/\d{8}T[\w-]+/.exec(await (await fetch(server.outboxUrl())).text()) ?? [];
    const body = await fetch(`${server.url}${mail}/body`);
    assert.match(await body.text(), /^<!doctype html>/i);
    const policy = body.headers.get('content-security-policy') ?? '';
    assert.match(policy, /^sandbox allow-top-navigation-by-user-activation; default-src 'none';/);
    assert.doesNotMatch(policy, /script-src|allow-scripts|allow-same-origin/);
    assert.equal(body.headers.get('cache-control'), 'no-store');
    for (const path of [
      '/outbox/none',
      '/outbox/..%2F..%2Fdemo',
      `${mail}/files/0`,
      `${mail}/files/length`,
      `${mail}/other`,
    ])
      assert.equal((await fetch(server.url + path)).status, 404, path);
    assert.deepEqual([await statusUnder(server, 'evil.example'), await statusUnder(server, 'localhost')], [404, 200]);
  });

  const lanAddress = lanAddressHere();
  const skip = lanAddress === undefined && 'no local network';
  it('is in the local network only for those who know its address', { skip }, async () => {
    const nearby = await startDemoServer(lanAddress);
    try {
      const link = await nearby.invite(['COC_EXTRACT']);
      assert.match(nearby.outboxUrl(), new RegExp(`^${nearby.url}/outbox/[0-9a-f]{10}$`));
      const paths = ['/outbox', '/outbox/0123456789', '/outbox/0123456789/demo.css', '/outbox/'];
      for (const path of paths) assert.equal((await fetch(nearby.url + path)).status, 404, path);
      const { page, complaints, close } = await openPage(nearby);
      await openNewestMail(page, nearby);
      await page.frameLocator('iframe').locator(`a[href="${link}"]`).first().click();
      await page.locator('form[action$="/start"] button').click();
      await page.waitForURL(/\/kyc\/[\w-]{12}\/documents$/);
      const cookies = await page.context().cookies();
      assert.deepEqual(
        cookies.map(({ name, secure, httpOnly }) => [name.slice(0, 5), secure, httpOnly]),
        [['nt24-', false, true]],
      );
      // Over plain http browsers pass over one header, and say so.
      assert.deepEqual(
        complaints.filter((complaint) => !complaint.includes('Cross-Origin-Opener-Policy header has been ignored')),
        [],
      );
      await close();
    } finally {
      await nearby.stop();
    }
  });
});

/** As a page elsewhere would ask, whose name leads here. */
async function statusUnder({ url }: DemoServer, host: string): Promise<number | undefined> {
  const { port } = new URL(url);
  let status: number | undefined;
  request(`${url}/outbox`, { headers: { host: `${host}:${port}` } }, (answer) => {
    answer.resume();
    status = answer.statusCode;
  }).end();
  await eventually('an answer', async () => status !== undefined);
  return status;
}
