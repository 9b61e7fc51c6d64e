import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { freePort } from '../../../../../harness/src/free-port.ts';
import { createPortalScene, expectPage } from '../../../../../harness/src/portal.ts';
import { sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';
import { DECLARATION, FIELDS, fileNames, ticksOf } from './declarations.test-support.ts';

describe('a declaration while the virus scanner is away', () => {
  let service: TestService;
  before(async () => {
    service = await startService({ CLAMD_URL: `tcp://127.0.0.1:${await freePort()}` });
  });
  after(() => service.close());

  it('is not taken, and nothing of what was typed is lost', async () => {
    const portal = createPortalScene(service, await sceneWithBuyer(service));
    const visitor = await portal.started(await portal.invited({ requestedDocuments: ['AML_DECLARATION'] }));
    const answer = await visitor.post(DECLARATION, { ...FIELDS, ...(await ticksOf(visitor)) });
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
    const page = await expectPage(answer, 503, 'documentType.AML_DECLARATION');
    const said = textOf('documents.errorScannerUnavailable').replace(
      '{{name}}',
      textOf('documentType.AML_DECLARATION'),
    );
    assert.equal(page.split(said).length, 3, 'at the top and at the signature');
    assert.ok(page.includes(`value="${FIELDS.fundsWords}"`));
    assert.equal((page.match(/ checked/g) ?? []).length, 6, 'two sources, two answers, two statements');
    assert.deepEqual(await fileNames(visitor), []);
  });
});
