import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

export const NO_WEBKIT = "no WebKit: it comes with Debian's packages webkit2gtk-driver and xvfb";

/** By which WebDriver names an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const PATIENCE_MS = 30_000;
/** As high as any page of the walks: what is clicked needs no scrolling. */
const WINDOW_HEIGHT = 4_500;

/** Safari's engine, as Linux has it (WebKitGTK), driven by the W3C's WebDriver. */
export interface WebKit {
  /** Waits for the end of the page before: what follows would be taken for it. */
  goto(url: string): Promise<void>;
  url(): Promise<string>;
  /** Waits until it is there. */
  textOf(selector: string): Promise<string>;
  attributeOf(selector: string, name: string): Promise<string | null>;
  /** Of each that is there now. */
  textsOf(selector: string): Promise<string[]>;
  /** Waits for the end of the page: a click on half a page may be lost. */
  click(selector: string): Promise<void>;
  /** Each that is there now. */
  clickAll(selector: string): Promise<void>;
  /** Into a field for files the paths of files, one a line. */
  type(selector: string, text: string): Promise<void>;
  clear(selector: string): Promise<void>;
  /** Returns the name of the tab, which is looked at from now on. */
  openTab(): Promise<string>;
  /** The tab that is looked at. */
  tab(): Promise<string>;
  lookAt(tab: string): Promise<void>;
  /** What is asked for from now on is looked for in the frame. */
  lookInto(frame: string): Promise<void>;
  /** Out of all frames. */
  lookAtPage(): Promise<void>;
  /** In the page's own world; only where it has script. */
  run(script: string): Promise<void>;
  /** Until nothing more of the page is to come. */
  loaded(): Promise<void>;
  /** Those of the site that is looked at. */
  dropCookies(): Promise<void>;
  /** As a browser that was never here; in one tab. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

interface WebKitOptions {
  readonly hasScript: boolean;
  readonly width?: number;
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

export function hasWebKit(): boolean {
  return isInstalled('WebKitWebDriver') && isInstalled('Xvfb');
}

/** Certificates of its own making are taken: the server stands on this machine. */
export async function startWebKit({ hasScript, width = 800 }: WebKitOptions): Promise<WebKit> {
  const { display, screen } = await openScreen(width);
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: display },
  });
  const close = async (): Promise<void> => {
    await end(driver);
    await end(screen);
  };
  try {
    const base = `http://127.0.0.1:${port}`;
    await eventually('the driver answers', () =>
      fetch(`${base}/status`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    return await openSession(base, { hasScript, width, close });
  } catch (error) {
    await close();
    throw error;
  }
}

async function openSession(
  base: string,
  { hasScript, width, close }: Required<WebKitOptions> & { readonly close: () => Promise<void> },
): Promise<WebKit> {
  const args = ['--automation', ...(hasScript ? [] : ['--enable-javascript=false'])];
  const alwaysMatch = { acceptInsecureCerts: true, 'webkitgtk:browserOptions': { args } };
  const { sessionId } = await ask<{ sessionId: string }>('POST', `${base}/session`, { capabilities: { alwaysMatch } });
  const session = `${base}/session/${sessionId}`;

  await ask('POST', `${session}/window/rect`, { x: 0, y: 0, width, height: WINDOW_HEIGHT });

  type Named = Record<string, string>;
  const all = (selector: string): Promise<Named[]> =>
    ask('POST', `${session}/elements`, { using: 'css selector', value: selector });
  const addressOf = (named: Named | undefined): string => `${session}/element/${named?.[ELEMENT]}`;

  /** Waits for the element; where the page was renewed between finding and asking, finds it anew. */
  async function of<Value>(selector: string, command: string, body?: object): Promise<Value> {
    let answer: { readonly value: Value } | undefined;
    await eventually(
      `${selector} is on the page`,
      async () => {
        const [found] = await all(selector);
        if (found === undefined) return false;
        answer = await ask<Value>(body ? 'POST' : 'GET', `${addressOf(found)}/${command}`, body).then(
          (value) => ({ value }),
          (error: unknown) => {
            if (!String(error).includes('stale element reference')) throw error;
            return undefined;
          },
        );
        return answer !== undefined;
      },
      PATIENCE_MS,
    );
    if (answer === undefined) throw new Error(`${selector} never answered`);
    return answer.value;
  }

  const loaded = (): Promise<void> =>
    eventually(
      'the page is loaded',
      () =>
        ask<boolean>('POST', `${session}/execute/sync`, {
          script: "return document.readyState === 'complete'",
          args: [],
        })
          // A page that goes away while it is asked.
          .catch(() => false),
      PATIENCE_MS,
    );

  const dropCookies = (): Promise<void> => ask('DELETE', `${session}/cookie`);

  async function forget(): Promise<void> {
    const [first, ...others] = await ask<string[]>('GET', `${session}/window/handles`);
    for (const handle of others) {
      await ask('POST', `${session}/window`, { handle });
      await ask('DELETE', `${session}/window`);
    }
    await ask('POST', `${session}/window`, { handle: first });
    await dropCookies();
  }

  return {
    async goto(url) {
      await loaded();
      await ask('POST', `${session}/url`, { url });
    },
    url: () => ask('GET', `${session}/url`),
    textOf: (selector) => of(selector, 'text'),
    attributeOf: (selector, name) => of(selector, `attribute/${name}`),
    textsOf: async (selector) =>
      Promise.all((await all(selector)).map((named) => ask<string>('GET', `${addressOf(named)}/text`))),
    async clickAll(selector) {
      for (const named of await all(selector)) await ask('POST', `${addressOf(named)}/click`, {});
    },
    async click(selector) {
      await loaded();
      await of(selector, 'click', {});
    },
    type: (selector, text) => of(selector, 'value', { text }),
    clear: (selector) => of(selector, 'clear', {}),
    async openTab() {
      const { handle } = await ask<{ handle: string }>('POST', `${session}/window/new`, { type: 'tab' });
      await ask('POST', `${session}/window`, { handle });
      return handle;
    },
    tab: () => ask('GET', `${session}/window`),
    lookAt: (handle) => ask('POST', `${session}/window`, { handle }),
    async lookInto(frame) {
      await eventually(`${frame} is there`, async () => (await all(frame)).length > 0, PATIENCE_MS);
      const [id] = await all(frame);
      await ask('POST', `${session}/frame`, { id });
    },
    lookAtPage: () => ask('POST', `${session}/frame`, { id: null }),
    run: (script) => ask('POST', `${session}/execute/sync`, { script, args: [] }),
    loaded,
    dropCookies,
    forget,
    async close() {
      await ask('DELETE', session).catch(() => undefined);
      await close();
    },
  };
}

async function ask<Value>(method: string, url: string, body?: object): Promise<Value> {
  const answer = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await answer.json()) as { value: Value & { error?: string; message?: string } };
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: ${value.error} ${value.message}`);
  return value;
}

interface Screen {
  readonly display: string;
  readonly screen: ChildProcess;
}

/**
 * One that nobody sees, as wide as the window: the pointer stands in its middle, and the focus is with what lies there. It chooses its own
 * number, and writes it down when it is ready.
 */
async function openScreen(width: number): Promise<Screen> {
  const size = `${width}x${WINDOW_HEIGHT}x24`;
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = (await once(screen.stdio[3] as Readable, 'data')) as [Buffer];
  return { display: `:${number.toString().trim()}`, screen };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
