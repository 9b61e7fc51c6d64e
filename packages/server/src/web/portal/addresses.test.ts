import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPortalScene, expectPage, type PortalScene } from '../../../../harness/src/portal.ts';
import { sceneWithBuyer } from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { stepOf } from '../../../../harness/src/session-addresses.ts';
import { createVisitor, headingOf, pathOfLink, textOf } from '../../../../harness/src/visitor.ts';
import { translatorFor } from '../../modules/texts/index.ts';
import { PUBLIC_HEADERS } from './index.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

describe('addresses as people have them', () => {
  let service: TestService;
  let scenes: PortalScene;
  before(async () => {
    service = await startService();
    scenes = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(() => service.close());

  const open = (path: string, headers: Record<string, string>, method = 'GET'): Promise<Response> =>
    fetch(service.url + path, { method, headers, redirect: 'manual' });

  it('show a browser a page where there is nothing, with the headers of every page', async () => {
    for (const path of ['/', '/?utm_source=mail', '/nowhere', '/a/b.html?q=1', '/%zz', `/${'a'.repeat(300)}`, '/v2']) {
      const answer = await open(path, { accept: BROWSER, 'accept-language': 'de-AT,en;q=0.5' });
      const page = await answer.text();
      assert.equal(answer.status, 404, path);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html/, path);
      for (const [name, value] of Object.entries(PUBLIC_HEADERS))
        assert.equal(answer.headers.get(name), value, `${path}: ${name}`);
      assert.match(answer.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/, path);
      assert.match(page, /<html lang="de">/, path);
      assert.equal(headingOf(page), translatorFor('de')('errorPage.notFound.title'), path);
    }
    assert.match(await (await open('/?lang=fr', { accept: BROWSER })).text(), /<html lang="fr">/);
    const head = await open('/', { accept: BROWSER }, 'HEAD');
    assert.equal(head.status, 404);
    assert.match(head.headers.get('content-type') ?? '', /^text\/html/);
    assert.equal(await head.text(), '');
    const sent = await open('/nowhere', { accept: BROWSER }, 'POST');
    assert.equal(headingOf(await sent.text()), textOf('errorPage.notFound.title'));
    assert.equal(sent.status, 404);
  });

  it('answer programs with a problem, and tell caches what it depends on', async () => {
    const accepts = ['*/*', 'application/json', 'application/json, text/html;q=0.5', 'image/png'];
    for (const accept of accepts) {
      const answer = await open('/', { accept });
      const problem = (await answer.json()) as { status: number };
      assert.equal(problem.status, 404, accept);
      assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, accept);
      assert.match(answer.headers.get('vary') ?? '', /accept/i, accept);
    }
    for (const path of ['/v1/nowhere', '/v1', '/v1/%zz']) {
      const answer = await open(path, { accept: BROWSER });
      await answer.text();
      assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, path);
    }
  });

  it('open a link with what stood behind it in the mail', async () => {
    const { invitation } = await scenes.invited();
    const link = pathOfLink(invitation.publicLinkUrl);
    const tails = [
      '.',
      ')',
      '%3E',
      '>',
      '%20',
      '%20and%20more',
      ').',
      '%3E,',
      '%C2%BB',
      '%E2%80%9D',
      '%E2%80%8B',
      '/',
      '%0D%0A',
    ];
    for (const tail of tails) {
      const answer = await open(link + tail, { accept: BROWSER });
      const page = await answer.text();
      assert.equal(answer.status, 200, tail);
      assert.ok(page.includes(`action="${link}/start"`), tail);
    }
    for (const tail of ['%', '%20%', `%3E%20${'a%20b'.repeat(30)}`]) {
      const answer = await open(link + tail, { accept: BROWSER });
      assert.deepEqual([answer.status, answer.headers.get('location')], [303, link], tail);
      for (const [name, value] of Object.entries(PUBLIC_HEADERS)) assert.equal(answer.headers.get(name), value, tail);
    }
    await expectPage(await open(`${link}./report`, { accept: BROWSER }), 200, 'report.title');
    const started = await createVisitor(service).post(`${link}>/start`);
    assert.deepEqual([started.status, stepOf(started.headers.get('location'))], [303, '/kyc/documents']);
  });

  it('open no link that has lost or gained what a token can hold', async () => {
    const { invitation } = await scenes.invited();
    const link = pathOfLink(invitation.publicLinkUrl);
    for (const path of [link.slice(0, -1), `${link}x`, `${link}_`, `${link}x.`, '/i/.', '/i/)', `/i/.${link.slice(3)}`])
      await expectPage(await open(path, { accept: BROWSER }), 404, 'errorPage.unknown.title');
  });
});
