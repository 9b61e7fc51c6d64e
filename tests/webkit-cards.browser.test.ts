import assert from 'node:assert/strict';
import { it } from 'node:test';
import { redPage } from '../packages/server/src/modules/files/corpus-pdfs.test-support.ts';
import { deviceLinkOf } from '../packages/harness/src/device-code.ts';
import { textOf } from '../packages/harness/src/visitor.ts';
import { inSafari, type WebKitStage } from '../packages/harness/src/webkit-stage.ts';

const COC = 'COC_EXTRACT';
const VAT = 'VAT_CERTIFICATE';
const ADDED = `[data-part="files-${COC}"] .file-name`;
const MINUTE_MS = 60_000;
const says = (key: string, values: Readonly<Record<string, string>>): string =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{{${name}}}`, value), textOf(key));

inSafari("the cards in Safari's engine", (stage: WebKitStage) => {
  async function withFile(): Promise<void> {
    await stage.startAt(await stage.scenes.invited({ requestedDocuments: [COC, VAT] }), 'documents');
    await stage.add(COC, 'extract.pdf', redPage());
    // Folded when it is done.
    await stage.expectThere(`[data-document="${COC}"] > details:not([open]) .badge-done`);
  }

  it('a removed file is put back', async () => {
    await withFile();
    await stage.unfold(COC);
    await stage.webkit.click(`[data-part="files-${COC}"] form[action$="/remove"] button`);
    await stage.expectText('.notice', says('documents.noticeRemoved', { file: 'extract.pdf' }));
    assert.deepEqual(await stage.webkit.textsOf(ADDED), []);
    await stage.webkit.click('.notice form[action$="/restore"] button');
    await stage.expectText('.notice', says('documents.noticeRestored', { file: 'extract.pdf' }));
    await stage.expectThere(ADDED);
  });

  it('a file that is there already is taken, and asked about', async () => {
    await withFile();
    await stage.add(VAT, 'again.pdf', redPage());
    const question = says('documents.twin', { name: textOf(`documentType.${COC}`) });
    await stage.expectText(`[data-part="files-${VAT}"]`, question);
  });

  it('a small picture opens large, and leads back', async () => {
    await withFile();
    await stage.unfold(COC);
    await stage.webkit.click(`[data-part="files-${COC}"] .file-open`);
    await stage.expectText('h1', 'extract.pdf');
    await stage.expectThere('.file-view img');
    await stage.webkit.click('.actions .button-secondary');
    await stage.arrive('documents.title');
  });

  it('a reason in place of a document is given, shown and sent', async () => {
    const scene = await stage.scenes.invited({ requestedDocuments: [COC] });
    await stage.startAt(scene, 'documents');
    await stage.webkit.click(`[data-document="${COC}"] .more > summary`);
    await stage.webkit.click(`[data-document="${COC}"] .more button`);
    await stage.expectThere(`[data-document="${COC}"] .field-error`);
    await stage.webkit.type(`[data-document="${COC}"] textarea`, 'The registrar is slow.');
    await stage.webkit.click(`[data-document="${COC}"] .more button`);
    await stage.expectText('.progress', '1 of 1');
    await stage.goTo('review');
    await stage.expectText('main', 'The registrar is slow.');
    await stage.send();
    await stage.arrive('receipt.title');
    assert.equal((await stage.scenes.stateOf(scene)).status, 'USED');
  });

  it('another device joins by its code, and adds a file', async () => {
    const scene = await stage.scenes.invited({ requestedDocuments: [COC] });
    const desktop = await stage.scenes.started(scene);
    await stage.webkit.goto(await deviceLinkOf(desktop));
    await stage.webkit.click('form.start button');
    await stage.arrive('documents.title');
    await stage.add(COC, 'photo.pdf', redPage());
    await stage.expectThere(ADDED);
    assert.ok((await (await desktop.get('/kyc/documents')).text()).includes('<bdi>photo.pdf</bdi>'));
  });

  if (!stage.hasScript) {
    it('says without script how long the page stays', async () => {
      await withFile();
      await stage.expectText('[data-session-idle]', says('session.idle', { minutes: '30' }));
    });
    return;
  }

  it('announces the end of the session, and Stay takes it away', async () => {
    await stage.startAt(await stage.scenes.invited(), 'review');
    await stage.arrive('review.title');
    await passTime(stage, 26);
    await stage.expectText('[data-session-closing]', says('session.closing', { minutes: '5' }));
    await stage.webkit.click('[data-session-closing] button');
    await stage.expectText('[data-session-idle]', says('session.idle', { minutes: '30' }));
  });

  it('keeps what was typed over the end of the session, and sends it once the link was opened again', async () => {
    const scene = await stage.scenes.invited();
    await stage.startAt(scene, 'review');
    await stage.webkit.click('#change-company');
    await stage.expectThere('[name="city"]');
    const page = await stage.webkit.tab();
    await stage.webkit.clear('[name="city"]');
    await stage.webkit.type('[name="city"]', 'Vigo');
    await stage.webkit.dropCookies();
    await passTime(stage, 31);
    await stage.expectText('[data-session-over]', textOf('session.over'));
    await stage.webkit.click('main form button[type="submit"]');
    await stage.expectText(':focus', textOf('session.over'));
    await stage.webkit.openTab();
    await stage.startAt(scene, 'documents');
    await stage.webkit.lookAt(page);
    await stage.webkit.click('main form button[type="submit"]');
    await stage.arrive('review.title');
    await stage.expectText('ins', 'Vigo');
  });
});

/** As the page's clock has it. */
async function passTime({ webkit }: WebKitStage, minutes: number): Promise<void> {
  await webkit.loaded();
  await webkit.run(`const now = Date.now; Date.now = () => now() + ${minutes * MINUTE_MS};
    window.dispatchEvent(new Event('pageshow'));`);
}
