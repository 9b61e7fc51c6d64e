import assert from 'node:assert/strict';
import { it } from 'node:test';
import { eventually } from '../packages/harness/src/eventually.ts';
import { inSafariAtDemo, type WebKitDemoStage } from '../packages/harness/src/webkit-demo-stage.ts';

inSafariAtDemo("the demo's outbox in Safari's engine", (stage: WebKitDemoStage) => {
  async function openNewest(): Promise<void> {
    await stage.webkit.goto(stage.demo.outboxUrl());
    await stage.expectText('h1', 'Outbox');
    await stage.webkit.click('.mails a');
    await stage.expectText('h2', 'As a mail program shows it');
  }

  /** Presses the mail's button, which opens in the place of the whole page, and goes on there. */
  async function follow(link: string): Promise<void> {
    await stage.expectText('h1', `${stage.demo.sellerName} asks you for company documents`);
    await stage.webkit.click(`a[href="${link}"]`);
    await stage.webkit.lookAtPage();
    await eventually('the invitation is there', async () => (await stage.webkit.url()) === link);
    await stage.webkit.click('form[action$="/start"] button');
    await stage.arrive('documents.title');
  }

  it('shows a mail as a person sees it, and its button leads on', async () => {
    const link = await stage.demo.invite(['COC_EXTRACT']);
    await openNewest();
    assert.ok((await stage.webkit.textOf('pre')).includes(link));
    await stage.webkit.lookInto('iframe');
    await follow(link);
  });

  it('shows a mail alone, and its button leads on from there too', async () => {
    const link = await stage.demo.invite(['COC_EXTRACT']);
    await openNewest();
    await stage.webkit.click('a[href$="/body"]');
    await follow(link);
  });
});
