import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { startDemoServer } from './demo-server.ts';
import { type Block, blocksOf } from './shell-blocks.ts';
import { openShell } from './shell-session.ts';

export interface QuickStartOutcome {
  /** What the page says that its program prints, which is the last of its blocks. */
  readonly expected: string;
  readonly printed: string;
  /** All that went to standard error. */
  readonly complaints: string;
}

/** Starts the demo, and pastes the page's lines one block after another into a shell in the clone, as its reader does. */
export async function pasteQuickStart(page: string, shell: string): Promise<QuickStartOutcome> {
  const [start, ...lines] = blocksOf(readFileSync(page, 'utf8')).filter(isPasted);
  if (start?.text !== 'npm ci && npm start\n') throw new Error(`${page} begins otherwise than by starting the demo`);
  const home = mkdtempSync(join(tmpdir(), 'nt24-quick-start-'));
  const server = await startDemoServer();
  // The demo of a test has its data elsewhere.
  const here = (text: string): string => text.replace('$NT24/.data', server.dataDir);
  const session = openShell(shell, { folder: '.', env: { ...process.env, HOME: home, PS1: '', PS2: '' } });
  try {
    let printed = '';
    for (const { text } of lines) printed = await session.paste(here(text));
    return { expected: expectedOf(page), printed: stripVTControlCharacters(printed), complaints: session.complaints() };
  } finally {
    session.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

const isPasted = ({ language }: Block): boolean => language === 'sh';

function expectedOf(page: string): string {
  const [shown, ...others] = blocksOf(readFileSync(page, 'utf8')).filter(({ language }) => language === '');
  if (!shown || others.length > 0) throw new Error(`${page} shows one outcome`);
  return shown.text;
}
