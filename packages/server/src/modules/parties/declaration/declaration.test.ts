import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type OpsOutcome, opsOf } from '../../../../../harness/src/ops.ts';
import { createPortalScene, expectRedirect } from '../../../../../harness/src/portal.ts';
import { type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { textOf, type Visitor } from '../../../../../harness/src/visitor.ts';
import {
  DECLARATION,
  FIELDS,
  submittedDeclarations,
  ticksOf,
} from '../../self-service/declarations/declarations.test-support.ts';
import { readPdf } from '../../../platform/pdf/read-pdf.test-support.ts';

const TEMPLATE = {
  title: { en: 'Declaration of the market', de: 'Erklärung des Marktes' },
  statements: [
    { en: 'The goods are not for a country under embargo.', de: 'Die Ware ist für kein Land unter Embargo.' },
    { en: 'Only in English.' },
  ],
};

describe('what the operator sets for the declaration', () => {
  let service: TestService;
  let ops: (...words: string[]) => Promise<OpsOutcome>;
  before(async () => {
    service = await startService();
    ops = opsOf(service);
  });
  after(() => service.close());

  async function started(): Promise<{ scene: InvitationScene; visitor: Visitor; slug: string }> {
    const buyer = await sceneWithBuyer(service);
    const portal = createPortalScene(service, buyer);
    const scene = await portal.invited({ requestedDocuments: ['AML_DECLARATION'] });
    return { scene, visitor: await portal.started(scene), slug: buyer.org.slug };
  }

  async function fileOf(template: unknown): Promise<string> {
    const path = join(service.config.dataDir, `template-${crypto.randomUUID()}.json`);
    await writeFile(path, typeof template === 'string' ? template : JSON.stringify(template));
    return path;
  }

  it('off: no link and no page, for this organization alone; on: both again', async () => {
    const { visitor, slug } = await started();
    const { visitor: other } = await started();
    const fields = { ...FIELDS, ...(await ticksOf(visitor)) };
    assert.deepEqual(await ops('declaration', 'set', '--organization', slug, '--off'), {
      out: `declaration of organization ${slug} set`,
      err: '',
    });
    assert.doesNotMatch(await (await visitor.get('/kyc/documents')).text(), /\/declaration"/);
    assert.equal((await visitor.get(DECLARATION)).status, 404);
    assert.equal((await visitor.post(DECLARATION, fields)).status, 404);
    assert.equal((await other.get(DECLARATION)).status, 200);
    assert.match((await ops('declaration', 'show', '--organization', slug)).out, /on the page +no\n/);

    await ops('declaration', 'set', '--organization', slug, '--on');
    assert.match(await (await visitor.get('/kyc/documents')).text(), /\/declaration"/);
    assert.equal((await visitor.get(DECLARATION)).status, 200);
  });

  it('a template: its title and statements stand on the page and in the PDF, in English where it has no others', async () => {
    const { scene, visitor, slug } = await started();
    const old = { ...FIELDS, ...(await ticksOf(visitor)) };
    const file = await fileOf(TEMPLATE);
    assert.equal((await ops('declaration', 'set', '--organization', slug, '--template', file)).err, '');
    assert.match(
      (await ops('declaration', 'show', '--organization', slug)).out,
      /^on the page +yes\ntemplate +Declaration of the market, 2 statements$/,
    );
    const stale = await (await visitor.post(DECLARATION, old)).text();
    assert.ok(
      stale.includes(textOf('declaration.errorStatement').replace('{{text}}', TEMPLATE.statements[1]?.en ?? '')),
      'ticks of other words confirm nothing',
    );

    const ticks = await ticksOf(visitor, `${DECLARATION}?lang=de`);
    assert.equal(Object.keys(ticks).length, 2);
    expectRedirect(await visitor.post(DECLARATION, { ...FIELDS, ...ticks }), '/kyc/documents');
    const [bytes = Buffer.alloc(0)] = await submittedDeclarations(service, scene, visitor);
    const text = (await readPdf(bytes)).pages.join(' ');
    for (const words of [
      'Erklärung des Marktes',
      'Declaration of the market',
      'Die Ware ist für kein Land unter Embargo.',
      'The goods are not for a country under embargo.',
      'Only in English.',
    ])
      assert.equal(text.split(words).length, 2, `${words} once in: ${text}`);
    assert.ok(!text.includes(textOf('declaration.statementTrue')));

    assert.equal((await ops('declaration', 'set', '--organization', slug, '--standard')).err, '');
    assert.match((await ops('declaration', 'show', '--organization', slug)).out, /template +standard$/);
  });

  const english = { en: 'Words' };
  for (const [what, template, said] of [
    ['no JSON', '{', /not JSON/],
    ['no object', [], /must be an object/],
    ['no English', { title: { de: 'Worte' }, statements: [english] }, /title lacks English/],
    ['a language that is none', { title: { ...english, xx: 'x' }, statements: [english] }, /title has no "xx"/],
    ['no statement', { title: english, statements: [] }, /1 to 12/],
    ['too many', { title: english, statements: Array.from({ length: 13 }, () => english) }, /1 to 12/],
    ['too long', { title: english, statements: [{ en: 'x'.repeat(1_501) }] }, /statements\[0\].en has at most 1500/],
    ['nothing to be seen', { title: english, statements: [{ en: ' \u3164' }] }, /statements\[0\].en must be words/],
    ['an unknown member', { title: english, statements: [english], footer: 'x' }, /no "footer"/],
    ['too large', ' '.repeat(131_073), /at most 128 KB/],
  ] as const) {
    it(`refuses a template with ${what}, and leaves what was set`, async () => {
      const { slug } = await started();
      const { err } = await ops('declaration', 'set', '--organization', slug, '--template', await fileOf(template));
      assert.match(err, said);
      assert.match((await ops('declaration', 'show', '--organization', slug)).out, /template +standard$/);
    });
  }

  it('refuses to be asked for both or for nothing', async () => {
    const { slug } = await started();
    assert.match((await ops('declaration', 'set', '--organization', slug, '--on', '--off')).err, /--on or --off/);
    assert.match((await ops('declaration', 'set', '--organization', slug)).err, /say on, off, a template/);
    assert.match((await ops('declaration', 'set', '--organization', slug, '--template', '/none')).err, /ENOENT/);
  });
});
