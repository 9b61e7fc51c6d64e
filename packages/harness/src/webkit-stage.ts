import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe } from 'node:test';
import { type BadLine, startBadLine } from './bad-line.ts';
import { eventually } from './eventually.ts';
import { type FussyProxy, startFussyProxy } from './fussy-proxy.ts';
import { createPortalScene, type PortalScene } from './portal.ts';
import { type BuyerScene, type InvitationScene, sceneWithBuyer } from './scene.ts';
import { startService, type TestService } from './service.ts';
import { startTlsFront } from './tls-front.ts';
import { textOf } from './visitor.ts';
import { hasWebKit, NO_WEBKIT, startWebKit, type WebKit } from './webkit.ts';

/** How Safari comes along: old and new phones, Macs, and with its script switched off. */
export const WAYS = [
  { about: 'on a phone', width: 390, hasScript: true },
  { about: 'on a phone without script', width: 390, hasScript: false },
  { about: 'on a desktop', width: 1_280, hasScript: true },
  { about: 'on a desktop without script', width: 1_280, hasScript: false },
] as const;

export interface WebKitWaits {
  /** Waits for the page with this heading, a text's key. */
  arrive(key: string): Promise<void>;
  /** Waits for words there. */
  expectText(selector: string, words: string): Promise<void>;
  expectThere(selector: string): Promise<void>;
  /** Waits for the page that came back with these words above it. */
  expectError(words: string): Promise<void>;
}

/** Safari's engine at a service, by TLS, a line that may be slow, and a proxy that may be fussy. */
export interface WebKitStage extends WebKitWaits {
  readonly hasScript: boolean;
  readonly webkit: WebKit;
  readonly service: TestService;
  readonly buyer: BuyerScene;
  readonly scenes: PortalScene;
  readonly proxy: FussyProxy;
  readonly line: BadLine;
  /** Opens the link, presses Start, and goes to a step. */
  startAt(scene: InvitationScene, step: string): Promise<void>;
  goTo(step: string): Promise<void>;
  /** On the review page: ticks what is to be ticked, and sends. */
  send(): Promise<void>;
  /** Chooses a file in the card, and presses its button where no script does. */
  add(type: string, fileName: string, content: Uint8Array): Promise<void>;
  unfold(type: string): Promise<void>;
  /** A file on the visitor's device goes away. */
  lose(fileName: string): Promise<void>;
}

/** The walks, in each of the ways. */
export function inSafari(what: string, walks: (stage: WebKitStage) => void): void {
  for (const { about, width, hasScript } of WAYS) {
    describe(`${what}, ${about}`, { skip: !hasWebKit() && NO_WEBKIT, timeout: 300_000 }, () => {
      const stage = { hasScript } as WebKitStage;
      let close: () => Promise<void>;
      before(async () => void (close = await setUp(stage, width)));
      afterEach(async () => {
        stage.proxy.rule = () => undefined;
        stage.line.bytesPerSecond = undefined;
        await stage.webkit.forget();
      });
      after(() => close());
      walks(stage);
    });
  }
}

async function setUp(stage: WebKitStage, width: number): Promise<() => Promise<void>> {
  const { hasScript } = stage;
  const [front, line, folder] = [await startTlsFront(), await startBadLine(), await mkdtemp(join(tmpdir(), 'nt24-'))];
  const service = await startService({ PUBLIC_BASE_URL: front.url });
  const proxy = await startFussyProxy(service.url);
  [front.target, line.target] = [line.url, proxy.url];
  const webkit = await startWebKit({ hasScript, width });
  const buyer = await sceneWithBuyer(service);
  const scenes = createPortalScene(service, buyer);
  Object.assign(stage, { webkit, service, buyer, scenes, proxy, line, ...actions(webkit, { hasScript, folder }) });
  return async () => {
    await webkit.close();
    for (const part of [front, line, proxy, service]) await part.close();
    await rm(folder, { recursive: true });
  };
}

export function waitsIn(webkit: WebKit): WebKitWaits {
  async function expectText(selector: string, words: string): Promise<void> {
    let seen: string[] = [];
    await eventually(
      `${selector}: ${words}`,
      async () => {
        seen = await webkit.textsOf(selector).catch(() => []);
        return seen.some((text) => text.includes(words));
      },
      30_000,
    ).catch(async (error: unknown) => {
      throw new Error(`${String(error)}, seen: ${seen.join(' / ')}, at ${await webkit.url()}`);
    });
  }

  return {
    expectText,
    arrive: (key) => expectText('h1', textOf(key)),
    expectError: (words) => expectText('.error-summary', words),
    expectThere: (selector) =>
      eventually(
        `${selector} is there`,
        async () => (await webkit.textsOf(selector).catch(() => [])).length > 0,
        30_000,
      ),
  };
}

function actions(webkit: WebKit, { hasScript, folder }: { readonly hasScript: boolean; readonly folder: string }) {
  const waits = waitsIn(webkit);
  const goTo = async (step: string): Promise<void> => webkit.goto(new URL(step, await webkit.url()).href);

  async function unfold(type: string): Promise<void> {
    const fold = `[data-document="${type}"] > details`;
    if ((await webkit.attributeOf(fold, 'open')) === null) await webkit.click(`${fold} > summary`);
  }

  return {
    ...waits,
    goTo,
    unfold,
    lose: (fileName: string): Promise<void> => rm(join(folder, fileName)),
    async send(): Promise<void> {
      await waits.expectThere('form[action$="/review"] button');
      if ((await webkit.textsOf('#consent')).length > 0) await webkit.click('label:has(#consent)');
      await webkit.click('form[action$="/review"] button');
    },
    async startAt({ invitation }: InvitationScene, step: string): Promise<void> {
      await webkit.goto(invitation.publicLinkUrl);
      await webkit.click('form[action$="/start"] button');
      await eventually('the session begins', async () => /\/kyc\//.test(await webkit.url()));
      await goTo(step);
    },
    async add(type: string, fileName: string, content: Uint8Array): Promise<void> {
      const path = join(folder, fileName);
      await writeFile(path, content);
      await unfold(type);
      await webkit.type(`#file-${type}`, path);
      if (!hasScript) await webkit.click(`[data-document="${type}"] .upload button`);
    },
  };
}
