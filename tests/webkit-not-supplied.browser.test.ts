import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../packages/harness/src/eventually.ts';
import { createPortalScene, type PortalScene } from '../packages/harness/src/portal.ts';
import { sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { startTlsFront, type TlsFront } from '../packages/harness/src/tls-front.ts';
import { textOf } from '../packages/harness/src/visitor.ts';
import { hasWebKit, NO_WEBKIT, startWebKit } from '../packages/harness/src/webkit.ts';

const COC = 'COC_EXTRACT';
const CARD = `[data-document="${COC}"]`;
const REASON = 'The registrar is slow.';

describe(
  "a reason in place of a document in Safari's engine",
  { skip: !hasWebKit() && NO_WEBKIT, timeout: 180_000 },
  () => {
    let front: TlsFront;
    let service: TestService;
    let scenes: PortalScene;
    before(async () => {
      front = await startTlsFront();
      service = await startService({ PUBLIC_BASE_URL: front.url });
      front.target = service.url;
      scenes = createPortalScene(service, await sceneWithBuyer(service));
    });
    after(async () => {
      await front.close();
      await service.close();
    });

    for (const hasScript of [true, false]) {
      it(`is given and sent, script: ${hasScript}`, async () => {
        const scene = await scenes.invited({ requestedDocuments: [COC] });
        const webkit = await startWebKit({ hasScript });
        const reads = (selector: string, words: string): Promise<void> =>
          eventually(words, async () => (await webkit.textOf(selector)) === words);
        try {
          await webkit.goto(scene.invitation.publicLinkUrl);
          await webkit.click('form[action$="/start"] button');
          await reads('h1', textOf('documents.title'));
          await webkit.click(`${CARD} .more > summary`);
          await webkit.click(`${CARD} .more button`);
          await webkit.textOf(`${CARD} .field-error`);
          await webkit.type(`${CARD} textarea`, REASON);
          await webkit.click(`${CARD} .more button`);
          await reads('.progress', 'Documents: 1 of 1, answered without a document: 1');
          await webkit.click(`${CARD} > details > summary`);
          assert.equal(await webkit.textOf(`${CARD} .said blockquote`), REASON);
          await webkit.click('.actions a.button');
          await reads('h1', textOf('review.title'));
          await webkit.click('.actions button');
          await reads('h1', textOf('receipt.title'));
        } finally {
          await webkit.close();
        }
        assert.equal((await scenes.stateOf(scene)).status, 'USED');
      });
    }
  },
);
