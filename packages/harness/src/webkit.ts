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
/** As high as any page of the walk: what is clicked needs no scrolling. */
const WINDOW = { x: 0, y: 0, width: 800, height: 3_000 };

/** Safari's engine, as Linux has it (WebKitGTK), driven by the W3C's WebDriver. */
export interface WebKit {
  goto(url: string): Promise<void>;
  url(): Promise<string>;
  /** Waits until it is there. */
  textOf(selector: string): Promise<string>;
  click(selector: string): Promise<void>;
  /** Into a field for files the paths of files, one a line. */
  type(selector: string, text: string): Promise<void>;
  close(): Promise<void>;
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

export function hasWebKit(): boolean {
  return isInstalled('WebKitWebDriver') && isInstalled('Xvfb');
}

/** Certificates of its own making are taken: the server stands on this machine. */
export async function startWebKit({ hasScript }: { readonly hasScript: boolean }): Promise<WebKit> {
  const { display, screen } = await openScreen();
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
    return await openSession(base, { hasScript, close });
  } catch (error) {
    await close();
    throw error;
  }
}

async function openSession(
  base: string,
  { hasScript, close }: { readonly hasScript: boolean; readonly close: () => Promise<void> },
): Promise<WebKit> {
  const args = ['--automation', ...(hasScript ? [] : ['--enable-javascript=false'])];
  const alwaysMatch = { acceptInsecureCerts: true, 'webkitgtk:browserOptions': { args } };
  const { sessionId } = await ask<{ sessionId: string }>('POST', `${base}/session`, { capabilities: { alwaysMatch } });
  const session = `${base}/session/${sessionId}`;

  await ask('POST', `${session}/window/rect`, WINDOW);

  async function find(selector: string): Promise<string> {
    let found: Record<string, string> = {};
    const place = { using: 'css selector', value: selector };
    await eventually(
      `${selector} is on the page`,
      async () => {
        const [first] = await ask<Record<string, string>[]>('POST', `${session}/elements`, place);
        found = first ?? {};
        return first !== undefined;
      },
      PATIENCE_MS,
    );
    return `${session}/element/${found[ELEMENT]}`;
  }

  return {
    goto: (url) => ask('POST', `${session}/url`, { url }),
    url: () => ask('GET', `${session}/url`),
    textOf: async (selector) => ask('GET', `${await find(selector)}/text`),
    click: async (selector) => ask('POST', `${await find(selector)}/click`, {}),
    type: async (selector, text) => ask('POST', `${await find(selector)}/value`, { text }),
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

/** One that nobody sees, of the size that is wanted. It chooses its own number, and writes it down when it is ready. */
async function openScreen(): Promise<Screen> {
  const size = `${WINDOW.width}x${WINDOW.height}x24`;
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
