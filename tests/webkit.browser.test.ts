import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { startDemoServer } from '../packages/harness/src/demo-server.ts';
import { redPage } from '../packages/server/src/modules/files/corpus-pdfs.test-support.ts';
import { deviceLinkOf } from '../packages/harness/src/device-code.ts';
import { eventually } from '../packages/harness/src/eventually.ts';
import { lanAddressHere } from '../packages/harness/src/lan-address-here.ts';
import { createPortalScene, type PortalScene } from '../packages/harness/src/portal.ts';
import { sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { startTlsFront, type TlsFront } from '../packages/harness/src/tls-front.ts';
import { textOf } from '../packages/harness/src/visitor.ts';
import { hasWebKit, NO_WEBKIT, startWebKit, type WebKit } from '../packages/harness/src/webkit.ts';

const COC = 'COC_EXTRACT';

describe("the buyer in Safari's engine", { skip: !hasWebKit() && NO_WEBKIT, timeout: 360_000 }, () => {
  let front: TlsFront;
  let service: TestService;
  let scenes: PortalScene;
  let folder: string;
  before(async () => {
    front = await startTlsFront();
    service = await startService({ PUBLIC_BASE_URL: front.url });
    front.target = service.url;
    scenes = createPortalScene(service, await sceneWithBuyer(service));
    folder = await mkdtemp(join(tmpdir(), 'nt24-webkit-'));
    await writeFile(join(folder, 'extract.pdf'), redPage());
  });
  after(async () => {
    await front.close();
    await service.close();
    await rm(folder, { recursive: true });
  });

  const arriver =
    (webkit: WebKit) =>
    (key: string): Promise<void> =>
      eventually(textOf(key), async () => (await webkit.textOf('h1')) === textOf(key));

  async function walkToDocuments(webkit: WebKit, link: string): Promise<void> {
    const arrive = arriver(webkit);
    await webkit.goto(link);
    await webkit.click('form[action$="/start"] button');
    await arrive('documents.title');
  }

  async function send(webkit: WebKit): Promise<void> {
    const arrive = arriver(webkit);
    await webkit.click('.actions a.button');
    await arrive('review.title');
    await webkit.click('.actions button');
    await arrive('receipt.title');
  }

  async function walk(webkit: WebKit, link: string, hasScript: boolean): Promise<void> {
    await walkToDocuments(webkit, link);
    await webkit.type(`#file-${COC}`, join(folder, 'extract.pdf'));
    if (!hasScript) await webkit.click(`[data-document="${COC}"] .upload button`);
    // Folded when it is done.
    await webkit.textOf(`[data-document="${COC}"] > details:not([open]) .badge-done`);
    await webkit.click(`[data-document="${COC}"] summary`);
    assert.equal(await webkit.textOf(`[data-part="files-${COC}"] .file-name`), 'extract.pdf');
    await send(webkit);
  }

  for (const { about, hasScript, withheld } of [
    { about: 'as it is', hasScript: true, withheld: undefined },
    { about: 'as it is, without script', hasScript: false, withheld: undefined },
    { about: 'before 16.4, which sent no Sec-Fetch headers', hasScript: true, withheld: 'sec-fetch-' },
    { about: 'before 16.4, without script', hasScript: false, withheld: 'sec-fetch-' },
  ]) {
    it(`starts, answers, adds a file and sends: ${about}`, async () => {
      front.withheld = withheld;
      front.passed.length = 0;
      const scene = await scenes.invited({ requestedDocuments: [COC] });
      const webkit = await startWebKit({ hasScript });
      try {
        await walk(webkit, scene.invitation.publicLinkUrl, hasScript);
      } finally {
        await webkit.close();
      }
      assert.equal((await scenes.stateOf(scene)).status, 'USED');
      const writes = front.passed.filter(({ method }) => !['GET', 'HEAD'].includes(method));
      assert.deepEqual([...new Set(writes.map(({ headers }) => headers.origin))], [front.url]);
      assert.equal(
        writes.some(({ headers }) => 'sec-fetch-site' in headers),
        withheld === undefined,
      );
      const told = front.passed.map(({ headers }) => headers.referer).filter((referer) => referer !== undefined);
      assert.deepEqual(
        told.filter((referer) => referer !== `${front.url}/`),
        [],
        'no more than the origin is told',
      );
    });
  }

  for (const hasScript of [true, false]) {
    it(`removes a file and puts it back, ${hasScript ? 'with' : 'without'} script`, async () => {
      front.withheld = undefined;
      const scene = await scenes.invited({ requestedDocuments: [COC] });
      const webkit = await startWebKit({ hasScript });
      const says = (key: string): string => textOf(key).replace('{{file}}', 'extract.pdf');
      try {
        await webkit.goto(scene.invitation.publicLinkUrl);
        await webkit.click('form[action$="/start"] button');
        await eventually('the session has begun', async () => (await webkit.url()).endsWith('/documents'));
        await webkit.goto(new URL('documents', await webkit.url()).href);
        await webkit.type(`#file-${COC}`, join(folder, 'extract.pdf'));
        if (!hasScript) await webkit.click(`[data-document="${COC}"] .upload button`);
        await webkit.click(`[data-document="${COC}"] > details:not([open]) .badge-done`);
        await webkit.click(`[data-part="files-${COC}"] form[action$="/remove"] button`);
        await webkit.click('.notice form[action$="/restore"] button');
        await eventually('the file is back', async () =>
          (await webkit.textOf('.notice p')).includes(says('documents.noticeRestored')),
        );
        const answers = await service.db.read<{ file_name: string }>(
          sql`select file_name from kyc_files where invitation_id = ${scene.invitation.uuid}::uuid`,
        );
        assert.deepEqual(answers, [{ file_name: 'extract.pdf' }]);
      } finally {
        await webkit.close();
      }
    });
  }

  const lanAddress = lanAddressHere();
  for (const { about, address, skip } of [
    { about: 'from this machine', address: undefined, skip: false },
    { about: 'from the local network', address: lanAddress, skip: lanAddress === undefined && 'no local network' },
  ]) {
    it(`walks the demo over plain http, ${about}, with and without script`, { skip }, async () => {
      const demo = await startDemoServer(address);
      try {
        for (const hasScript of [true, false]) {
          const link = await demo.invite([COC]);
          assert.ok(link.startsWith(`${demo.url}/i/`), link);
          const webkit = await startWebKit({ hasScript });
          await walk(webkit, link, hasScript).finally(webkit.close);
        }
      } finally {
        await demo.stop();
      }
    });
  }
  for (const hasScript of [true, false]) {
    it(`joins by a code as a phone, ${hasScript ? 'with' : 'without'} script`, async () => {
      front.withheld = undefined;
      const scene = await scenes.invited({ requestedDocuments: [COC] });
      const desktop = await scenes.started(scene);
      const webkit = await startWebKit({ hasScript });
      try {
        await webkit.goto(await deviceLinkOf(desktop));
        await webkit.click('form.start button');
        await eventually('joined', async () => (await webkit.textOf('h1')) === textOf('documents.title'));
        await webkit.type(`#file-${COC}`, join(folder, 'extract.pdf'));
        if (!hasScript) await webkit.click(`[data-document="${COC}"] .upload button`);
        const page = async (): Promise<string> => (await desktop.get('/kyc/documents')).text();
        await eventually('arrived', async () => (await page()).includes('<bdi>extract.pdf</bdi>'));
      } finally {
        await webkit.close();
      }
    });
  }

  it('is a desktop that shows the code, and by itself what came', async () => {
    const scene = await scenes.invited({ requestedDocuments: [COC] });
    const webkit = await startWebKit({ hasScript: true });
    try {
      await webkit.goto(scene.invitation.publicLinkUrl);
      await webkit.click('form[action$="/start"] button');
      await eventually('started', async () => (await webkit.textOf('h1')) === textOf('documents.title'));
      await webkit.click('[data-device] a');
      assert.equal(await webkit.textOf('#device-heading'), textOf('device.title'));
      const colleague = await scenes.started(scene);
      await colleague.upload({ type: COC, fileName: 'photo.pdf' });
      const words = textOf('device.came').replace('{{files}}', 'photo.pdf');
      await eventually('told', async () => (await webkit.textOf('[data-device-came]')) === words);
    } finally {
      await webkit.close();
    }
  });
});
