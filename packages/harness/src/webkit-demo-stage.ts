import { after, afterEach, before, describe } from 'node:test';
import { type DemoServer, startDemoServer } from './demo-server.ts';
import { hasWebKit, NO_WEBKIT, startWebKit, type WebKit } from './webkit.ts';
import { WAYS, waitsIn, type WebKitWaits } from './webkit-stage.ts';

/** Safari's engine at what `npm start` starts. */
export interface WebKitDemoStage extends WebKitWaits {
  readonly webkit: WebKit;
  readonly demo: DemoServer;
}

/** The walks, in each of the ways. */
export function inSafariAtDemo(what: string, walks: (stage: WebKitDemoStage) => void): void {
  describe(what, { skip: !hasWebKit() && NO_WEBKIT, timeout: 300_000 }, () => {
    let demo: DemoServer;
    before(async () => void (demo = await startDemoServer()));
    after(() => demo.stop());
    for (const { about, width, hasScript } of WAYS) {
      describe(about, () => {
        const stage = {} as WebKitDemoStage;
        before(async () => {
          const webkit = await startWebKit({ hasScript, width });
          Object.assign(stage, { webkit, demo, ...waitsIn(webkit) });
        });
        afterEach(() => stage.webkit.forget());
        after(() => stage.webkit.close());
        walks(stage);
      });
    }
  });
}
