import assert from 'node:assert/strict';
import { it } from 'node:test';
import sql from 'sql-template-tag';
import { setContact } from '../packages/server/src/modules/parties/organizations/index.ts';
import { changeSellerContact } from '../packages/server/src/modules/parties/seller-contacts/index.ts';
import { makePdf } from '../packages/server/src/modules/files/sample-files.ts';
import { createVisitor, pathOfLink, textOf } from '../packages/harness/src/visitor.ts';
import { inSafari, type WebKitStage } from '../packages/harness/src/webkit-stage.ts';

const COC = 'COC_EXTRACT';
const VAT = 'VAT_CERTIFICATE';
const DECLARATION = 'AML_DECLARATION';
const fileIn = (type: string): string => `[data-part="files-${type}"] .file-name`;

inSafari("people in Safari's engine", (stage: WebKitStage) => {
  it('two invitations in two tabs keep to themselves', async () => {
    const [a, b] = [
      await stage.scenes.invited({ requestedDocuments: [COC] }),
      await stage.scenes.invited({ requestedDocuments: [COC] }),
    ];
    await stage.startAt(a, 'documents');
    const first = await stage.webkit.tab();
    const second = await stage.webkit.openTab();
    await stage.startAt(b, 'documents');
    for (const [tab, fileName] of [
      [first, 'alpha.pdf'],
      [second, 'beta.pdf'],
    ] as const) {
      await stage.webkit.lookAt(tab);
      await stage.add(COC, fileName, makePdf());
      await stage.expectThere(fileIn(COC));
    }
    await stage.webkit.lookAt(first);
    await stage.goTo('review');
    await stage.expectText('.file-name', 'alpha.pdf');
    await stage.send();
    await stage.arrive('receipt.title');
    assert.deepEqual(
      [await stage.scenes.stateOf(a), await stage.scenes.stateOf(b)].map(({ status }) => status),
      ['USED', 'ACTIVE'],
    );
    await stage.webkit.lookAt(second);
    await stage.goTo('documents');
    await stage.unfold(COC);
    await stage.expectText(fileIn(COC), 'beta.pdf');
  });

  it('corrects the company data field by field, and sees the old beside the new', async () => {
    await stage.startAt(await stage.scenes.invited(), 'review');
    await stage.webkit.click('#change-company');
    await stage.expectThere('[name="city"]');
    await stage.webkit.clear('[name="city"]');
    await stage.webkit.click('.actions button');
    await stage.expectError(textOf('company.errorField').replace('{{name}}', textOf('company.city')));
    await stage.webkit.type('[name="city"]', 'Vigo');
    await stage.webkit.click('.actions button');
    await stage.arrive('review.title');
    await stage.expectText('ins', 'Vigo');
    await stage.expectText('del', 'Porto');
  });

  it('opens the next card when one is done', async () => {
    await stage.startAt(await stage.scenes.invited({ requestedDocuments: [COC, VAT] }), 'documents');
    await stage.add(COC, 'extract.pdf', makePdf());
    await stage.expectThere(fileIn(COC));
    await stage.expectThere(`[data-document="${VAT}"] > details[open]`);
    await stage.expectText(
      '.progress',
      textOf('documents.progress').replace('{{done}}', '1').replace('{{count}}', '2'),
    );
  });

  it('fills the declaration in and signs it', async () => {
    await stage.startAt(await stage.scenes.invited({ requestedDocuments: [DECLARATION] }), 'documents');
    await stage.webkit.click(`[data-document="${DECLARATION}"] a[href$="/declaration"]`);
    await stage.expectThere('[name="signature"]');
    await fillIn(stage);
    await stage.webkit.click('.actions button');
    const missing = textOf('declaration.errorEmpty').replace('{{name}}', textOf('declaration.signature'));
    await stage.expectError(missing);
    await stage.webkit.type('[name="signature"]', 'Ana Costa');
    await stage.webkit.click('.actions button');
    await stage.arrive('documents.title');
    await stage.unfold(DECLARATION);
    await stage.expectText(fileIn(DECLARATION), 'declaration-20');
  });

  it('is told whom to ask, on the first page and where a link is dead', async () => {
    await changeSellerContact(stage.service.db, stage.buyer.org.sellerId, {
      name: 'Export department',
      email: 'export@autohaus.example',
      phone: '+49 30 901820',
    });
    const scene = await stage.scenes.invited();
    await stage.webkit.goto(scene.invitation.publicLinkUrl);
    await stage.expectText('a[href^="mailto:"]', 'export@autohaus.example');
    await stage.scenes.revoke(scene);
    await stage.webkit.goto(scene.invitation.publicLinkUrl);
    await stage.arrive('errorPage.revoked.title');
    await stage.expectText('a[href^="tel:"]', '+49 30 901820');
  });

  it('asks for a new link, and somebody at the seller sends it by one button', async () => {
    await setContact(stage.service.db, stage.buyer.org.slug, 'kyc@marketplace.example');
    const scene = await stage.scenes.invited();
    const ofInvitation = sql`where id = ${scene.invitation.uuid}::uuid`;
    await stage.service.db.write(
      sql`update invitations set expires_at = now(), last_mail_at = now() - interval '1 day' ${ofInvitation}`,
    );
    await stage.webkit.goto(scene.invitation.publicLinkUrl);
    await stage.arrive('errorPage.expired.title');
    await stage.webkit.click('main form button');
    await stage.arrive('errorPage.expired.askedTitle');
    const row = await stage.service.db.readFirst<{ asked: Date; kid: number }>(
      sql`select new_link_asked_at as asked, link_kid as kid from invitations ${ofInvitation}`,
    );
    assert.ok(row);
    const place = { sellerId: stage.buyer.org.sellerId, invitationId: scene.invitation.uuid };
    const address = stage.service.deps.links.resendUrlOf({
      ...place,
      linkVersion: 1,
      linkKid: row.kid,
      askedAt: row.asked,
    });
    await stage.webkit.goto(address);
    await stage.expectText('h1', 'Send a new link?');
    await stage.webkit.click('main button');
    await stage.expectText('h1', 'A new link has been sent');
    assert.equal((await stage.scenes.stateOf(scene)).status, 'ACTIVE');
  });

  it('opens what is folded, changes the language, and signs out', async () => {
    const scene = await stage.scenes.invited();
    await stage.webkit.goto(scene.invitation.publicLinkUrl);
    await stage.webkit.click('main details > summary');
    await stage.expectThere('main details[open]');
    await stage.startAt(scene, 'documents');
    await stage.webkit.click('.language-switch summary');
    await stage.webkit.click('.language-switch a[lang="el"]');
    await stage.expectThere('html[lang="el"]');
    await stage.webkit.click('form[action$="/sign-out"] button');
    await stage.expectThere('h1');
    const visitor = createVisitor(stage.service);
    assert.equal((await visitor.get(pathOfLink(scene.invitation.publicLinkUrl))).status, 200);
  });
});

async function fillIn({ webkit }: WebKitStage): Promise<void> {
  for (const [name, words] of [
    ['signerName', 'Ana Costa'],
    ['signerRole', 'Director'],
    ['place', 'Porto'],
  ] as const) {
    await webkit.clear(`[name="${name}"]`);
    await webkit.type(`[name="${name}"]`, words);
  }
  await webkit.click('label:has([name="hasNoOwner"])');
  await webkit.type('.person input[type="text"]', 'Ana Costa');
  await webkit.click('.person select option[value="PT"]');
  await webkit.click('label:has([name="funds-business"])');
  await webkit.clickAll('label:has([name^="statement"])');
  await webkit.click('label:has([name="isPoliticallyExposed"][value="no"])');
  await webkit.click('label:has([name="isOnOwnAccount"][value="yes"])');
}
