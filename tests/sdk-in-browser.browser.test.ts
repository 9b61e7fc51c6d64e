import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type * as Sdk from '@nt24/sdk';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { type BuyerScene, sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { makePdf } from '../packages/server/src/modules/files/sample-files.ts';

const browser = await launchChromium();

describe('the SDK in a browser', { skip: browser === undefined && NO_BROWSER }, () => {
  let service: TestService;
  let scene: BuyerScene;
  let folder: string;
  let page: Page;
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
    folder = await mkdtemp(join(tmpdir(), 'nt24-sdk-'));
    await promisify(execFile)(process.execPath, ['scripts/build-sdk.ts', folder]);
    page = await (browser as Browser).newPage();
    // As from a web server that has the built files beside the API.
    await page.route(`${service.url}/sdk/**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice('/sdk/'.length);
      if (name === '') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>SDK</title>' });
      return route.fulfill({ contentType: 'text/javascript', body: await readFile(join(folder, name)) });
    });
  });
  after(async () => {
    await (browser as Browser).close();
    await service.close();
    await rm(folder, { recursive: true });
  });

  it('invites, sends a file with progress, walks a list, revokes, and names its problem', async () => {
    await page.goto(`${service.url}/sdk/`);
    const { sellerId } = scene.org;
    const told = await page.evaluate(
      async ({ origin, ids, token, pdf }) => {
        const { createClient, ProblemError } = (await import(`${origin}/sdk/index.js`)) as typeof Sdk;
        const client = createClient({ baseUrl: origin, token: async () => token });
        const recipientEmail = 'office@garagem-central.example';
        const { uuid: invitationUuid } = await client.invitations.create({ ...ids, recipientEmail });
        const listed: string[] = [];
        for await (const { uuid } of client.invitations.list({ ...ids, sort: 'createdAt,desc' })) listed.push(uuid);
        let sent = 0;
        const file = new File([Uint8Array.from(pdf)], 'extract.pdf');
        const document = await client.documents.upload(
          { ...ids, type: 'COC_EXTRACT', documentDate: '2026-10-28', file },
          { onProgress: ({ sentBytes }) => (sent = sentBytes) },
        );
        const revoke = { ...ids, invitationUuid, reason: 'The deal was called off.' };
        const { status } = await client.invitations.revoke(revoke);
        const slug = await client.invitations.revoke(revoke).then(
          () => 'none',
          (error: unknown) => (error instanceof ProblemError ? error.slug : String(error)),
        );
        return { isListed: listed.includes(invitationUuid), sent, type: document.type, status, slug };
      },
      { origin: service.url, ids: { sellerId, buyerId: scene.buyerId }, token: scene.token, pdf: [...makePdf()] },
    );
    assert.deepEqual(told, {
      isListed: true,
      sent: makePdf().length,
      type: 'COC_EXTRACT',
      status: 'REVOKED',
      slug: 'invitation-not-active',
    });
  });
});
