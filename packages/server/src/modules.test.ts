import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { MailDeclaration } from './core/mail/index.ts';
import { collect } from './core/module.ts';
import { declared, modules } from './modules.ts';
import { LANGUAGES } from './modules/texts/index.ts';
import { readTexts } from './modules/texts/texts.ts';

const HERE = import.meta.dirname;

/** Everything that `defineMail` made, wherever it stands. */
async function definedMails(): Promise<MailDeclaration[]> {
  const sources = globSync(`${HERE}/modules/**/*.ts`).filter((path) => !/\.(test|test-support)\.ts$/.test(path));
  const files = sources.filter((path) => /\bdefineMail\b/.test(readFileSync(path, 'utf8')));
  const exported = await Promise.all(files.map((path) => import(pathToFileURL(path).href) as Promise<object>));
  const mails = exported.map((file) => Object.values(file).filter(isMail));
  for (const [n, found] of mails.entries()) assert.ok(found.length > 0, `${files[n]} exports the mail that it defines`);
  return mails.flat();
}

function isMail(value: unknown): value is MailDeclaration {
  return typeof value === 'object' && value !== null && 'isWanted' in value && 'load' in value;
}

describe('mails that modules declare', () => {
  it('are all that are defined, so that none can be queued which nobody sends', async () => {
    const undeclared = (await definedMails()).filter((mail) => !declared.mails.some((one) => one === mail));
    assert.deepEqual(
      undeclared.map(({ kind }) => kind),
      [],
    );
  });

  it('have a kind of their own', () => {
    const [mail] = declared.mails;
    assert.ok(mail);
    const twin = { name: 'twin', mails: [{ ...mail }] };
    assert.throws(() => collect([...modules, twin]), new Error(`${mail.kind} is declared twice`));
  });

  it('have their words in every language, and no words are left that no mail has', () => {
    const parts = declared.mails.flatMap(({ texts }) => texts ?? []).toSorted();
    for (const language of LANGUAGES) {
      const keys = Object.keys(readTexts(language));
      const parted = (end: string) =>
        keys.flatMap((key) => new RegExp(`^mail\\.(\\w+)\\.${end}$`).exec(key)?.[1] ?? []);
      assert.deepEqual(parted('subject').toSorted(), parts, language);
      assert.deepEqual(parted('heading').toSorted(), parts, language);
    }
  });
});
