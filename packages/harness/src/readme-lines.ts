import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type Block, blocksOf } from './shell-blocks.ts';
import type { ShellSession } from './shell-session.ts';

const blocks = blocksOf(readFileSync('README.md', 'utf8'));

/** The one block to be pasted that holds these words, of the README unless another page is named. */
export function blockWith(words: string, page?: string): Block {
  const shown = page === undefined ? blocks : blocksOf(readFileSync(page, 'utf8'));
  const [found, ...others] = shown.filter(({ language, text }) => language === 'sh' && text.includes(words));
  assert.ok(found && others.length === 0, `one block of ${page ?? 'the README'} with ${words}`);
  return found;
}

/** Pastes that block, and holds what it prints against the block behind it. */
export async function pasteAndCompare(session: ShellSession, words: string): Promise<string> {
  const block = blockWith(words);
  const expected = blocks[blocks.indexOf(block) + 1]?.text ?? '';
  const printed = await session.paste(block.text);
  // Where the README breaks off, the rest is not compared.
  const [shown = '', breaksOff] = masked(expected).split(', ...');
  const ours = breaksOff === undefined ? masked(printed) : masked(printed).slice(0, shown.length);
  assert.equal(ours, shown, `line ${block.line}: ${session.complaints()}`);
  return printed;
}

/** Without what differs in every run. */
function masked(text: string): string {
  return text
    .replaceAll('\r', '')
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'URL')
    .replaceAll(/\/i\/[\w-]+/g, '/i/LINK')
    .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'UUID')
    .replaceAll(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'INSTANT')
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'HASH')
    .replaceAll(/"byteSize":\d+/g, '"byteSize":N')
    .replaceAll(/"type":"[A-Z_]+"/g, '"type":"T"');
}
