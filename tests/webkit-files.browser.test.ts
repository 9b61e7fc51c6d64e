import assert from 'node:assert/strict';
import { it } from 'node:test';
import sharp from 'sharp';
import { asTheyCome } from '../packages/server/src/modules/files/corpus-as-they-come.test-support.ts';
import { refusedPdfs } from '../packages/server/src/modules/files/corpus-pdfs.test-support.ts';
import { makePdf, makeZip } from '../packages/server/src/modules/files/sample-files.ts';
import { PROXY_RULES } from '../packages/harness/src/fussy-proxy.ts';
import { createTusClient } from '../packages/harness/src/tus-client.ts';
import { createVisitor, pathOfLink, textOf } from '../packages/harness/src/visitor.ts';
import { inSafari, type WebKitStage } from '../packages/harness/src/webkit-stage.ts';

const COC = 'COC_EXTRACT';
const VAT = 'VAT_CERTIFICATE';
const MEGABYTE = 1024 * 1024;
const ADDED = `[data-part="files-${COC}"] .files:not(.files-unfinished) .file-name`;
const AT_THE_CARD = `[data-document="${COC}"] .field-error`;

const kinds = [...(await refusedPdfs()), ...(await asTheyCome())];
const contentOf = (what: string): Buffer => {
  const kind = kinds.find(([name]) => name === what);
  assert.ok(kind, what);
  return kind[2];
};
const tooManyPixels = await sharp({ create: { width: 9_000, height: 6_000, channels: 3, background: 'teal' } })
  .jpeg()
  .toBuffer();

const REFUSED: readonly (readonly [about: string, fileName: string, content: Buffer, key: string])[] = [
  ['an ending of another world', 'letter.docx', makeZip(), 'documents.errorFileName'],
  ['another kind of file', 'letter.pdf', Buffer.from('MZ no document'), 'documents.errorFileType'],
  ['an empty file', 'empty.pdf', Buffer.alloc(0), 'documents.errorFileEmpty'],
  ['a password', 'locked.pdf', contentOf('one that needs a password'), 'documents.errorFileEncrypted'],
  ['no page', 'none.pdf', contentOf('no page in the tree'), 'documents.errorFileNoPages'],
  ['a damaged PDF', 'cut.pdf', contentOf('cut in the middle'), 'documents.errorFileDamaged'],
  ['half a photo', 'half.jpg', contentOf('half a JPEG'), 'documents.errorFileDamaged'],
  ['too many pixels', 'wide.jpg', tooManyPixels, 'documents.errorFileTooManyPixels'],
  ['too much of it', 'large.pdf', makePdf(21 * MEGABYTE), 'documents.errorFileTooLarge'],
];

const TAKEN: readonly (readonly [fileName: string, content: Buffer, shown: string])[] = [
  ['statement.pdf (1)', contentOf('a PDF with blanks behind'), 'statement (1).pdf'],
  ['photo.jfif', contentOf('a JPEG without its end mark'), 'photo'],
  ['extract', contentOf('a PDF between a mail and a mail'), 'extract.pdf'],
  ['taken.hif', contentOf('a HEIC of which a part is shown'), 'taken'],
  ['scan.pdf', contentOf('an animated PNG'), 'scan.png'],
];

/** Without what differs from file to file. */
const wordsOf = (key: string): string =>
  textOf(key)
    .replace(/^\{\{name\}\}: /, '')
    .split('{{')[0] ?? '';
const says = (key: string, file: string): string => textOf(key).replace('{{file}}', file);

inSafari("files in Safari's engine", (stage: WebKitStage) => {
  const opened = async (): Promise<void> =>
    stage.startAt(await stage.scenes.invited({ requestedDocuments: [COC, VAT] }), 'documents');

  for (const [about, fileName, content, key] of REFUSED) {
    it(`says at the card what is wrong, and has the focus there: ${about}`, async () => {
      await opened();
      await stage.add(COC, fileName, content);
      await stage.expectText(AT_THE_CARD, wordsOf(key));
      await stage.expectText(':focus', wordsOf(key));
      assert.deepEqual(await stage.webkit.textsOf(ADDED), []);
    });
  }

  it('takes what comes with another name, or not quite whole, by its content', async () => {
    await opened();
    for (const [fileName, content, shown] of TAKEN) {
      await stage.add(COC, fileName, content);
      await eachAdded(stage, shown);
    }
  });

  it('holds the sending back while a file is unfinished, and lets it be dropped', async () => {
    const scene = await stage.scenes.invited({ requestedDocuments: [COC] });
    const colleague = createVisitor(stage.service);
    await colleague.prepare(scene.invitation.publicLinkUrl, [COC]);
    await createTusClient(colleague, stage.service.url).begin({ byteSize: MEGABYTE, fileName: 'half.pdf' });
    await stage.startAt(scene, 'review');
    await stage.expectText('.files-unfinished .file-name', 'half.pdf');
    await stage.send();
    await stage.expectError(says('review.errorUnfinished', 'half.pdf'));
    await stage.webkit.click('.files-unfinished button');
    await stage.arrive('review.title');
    assert.deepEqual(await stage.webkit.textsOf('.files-unfinished'), []);
    await stage.send();
    await stage.arrive('receipt.title');
    assert.equal((await stage.scenes.stateOf(scene)).status, 'USED');
  });

  it('takes a file behind nginx as it comes', async () => {
    await opened();
    stage.proxy.rule = PROXY_RULES.defaultNginx;
    await stage.add(COC, 'extract.pdf', makePdf((stage.hasScript ? 1.5 : 0.5) * MEGABYTE));
    await eachAdded(stage, 'extract.pdf');
    assert.deepEqual(stage.proxy.refused.splice(0), []);
  });

  if (stage.hasScript) withScript(stage, opened);
});

function withScript(stage: WebKitStage, opened: () => Promise<void>): void {
  const large = makePdf(1.5 * MEGABYTE);

  for (const rule of ['narrow', 'firewall', 'wrongMethod', 'formsOnly'] as const) {
    it(`brings a file through a proxy of the kind ${rule}`, async () => {
      await opened();
      stage.proxy.rule = PROXY_RULES[rule];
      await stage.add(COC, 'extract.pdf', large);
      await eachAdded(stage, 'extract.pdf');
      assert.ok(stage.proxy.refused.splice(0).length > 0, 'it was in the way');
    });
  }

  it('says that something on the way refuses files, and goes on by its button', async () => {
    await opened();
    stage.proxy.rule = PROXY_RULES.noUploads;
    await stage.add(COC, 'extract.pdf', large);
    await stage.expectText(':focus', says('uploads.blocked', 'extract.pdf'));
    stage.proxy.rule = () => undefined;
    await stage.webkit.click('.file-sending button');
    await eachAdded(stage, 'extract.pdf');
  });

  it('waits where the service is busy, and goes on by itself', async () => {
    await opened();
    stage.proxy.rule = ({ method }) => (method === 'PATCH' ? 503 : undefined);
    await stage.add(COC, 'extract.pdf', large);
    await stage.expectText('.file-sending', textOf('uploads.later'));
    stage.proxy.rule = () => undefined;
    await eachAdded(stage, 'extract.pdf');
  });

  it('says at once that a file can no longer be read', async () => {
    await opened();
    stage.line.bytesPerSecond = MEGABYTE / 4;
    await stage.add(COC, 'gone.pdf', large);
    await stage.expectText('.file-sending', '%');
    await stage.lose('gone.pdf');
    stage.line.bytesPerSecond = undefined;
    await stage.expectText(':focus', says('uploads.unreadable', 'gone.pdf'));
  });

  it('holds the way on back while a file of the page is on its way', async () => {
    await opened();
    stage.line.bytesPerSecond = MEGABYTE / 4;
    await stage.add(COC, 'slow.pdf', large);
    await stage.expectText('.file-sending', '%');
    await stage.webkit.click('[data-continue]');
    await stage.expectText('main', textOf('uploads.onTheirWay_one').replace('{{count}}', '1'));
    stage.line.bytesPerSecond = undefined;
    await stage.arrive('review.title');
    await stage.expectText('.file-name', 'slow.pdf');
  });

  it('says that an upload can no longer go on, and takes it once the link was opened again', async () => {
    const scene = await stage.scenes.invited({ requestedDocuments: [COC] });
    await stage.startAt(scene, 'documents');
    const page = await stage.webkit.tab();
    await stage.webkit.dropCookies();
    await stage.add(COC, 'late.pdf', makePdf());
    await stage.expectText(':focus', says('uploads.ended', 'late.pdf'));
    await stage.webkit.openTab();
    await stage.startAt(scene, 'documents');
    await stage.webkit.lookAt(page);
    await stage.webkit.click('.file-sending button');
    await eachAdded(stage, 'late.pdf');
    const visitor = createVisitor(stage.service);
    assert.equal((await visitor.get(pathOfLink(scene.invitation.publicLinkUrl))).status, 200);
  });
}

async function eachAdded(stage: WebKitStage, fileName: string): Promise<void> {
  await stage.expectThere(ADDED);
  await stage.unfold(COC);
  await stage.expectText(ADDED, fileName);
}
