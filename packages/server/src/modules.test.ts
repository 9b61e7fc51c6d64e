import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { AppDeps } from './app-deps.ts';
import type { MailDeclaration } from './core/mail/index.ts';
import { collect } from './core/module.ts';
import { declared, modules } from './modules.ts';
import { LANGUAGES } from './modules/texts/index.ts';
import { readTexts } from './modules/texts/texts.ts';
import { readServerFiles } from '../../guards/src/server-files.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const sources = Object.entries(readServerFiles(ROOT));
/** The demo's own problems are no part of the API: no document and no client knows them. */
const ofProduct = sources.filter(([path]) => !path.includes('/src/demo/'));
/** The platform knows no module; what it does by the clock is its own. */
const ofModules = sources.filter(([path]) => !path.includes('/platform/'));

/** What the group of the pattern finds in them. The source is asked, since a file may keep to itself what it makes. */
function written(pattern: RegExp, within = sources): string[] {
  const matches = within.flatMap(([, text]) => [...text.matchAll(pattern)]);
  return matches.map(([, name]) => name ?? 'a name that is not written out').toSorted();
}

/** With the name that stands first in a call. An import has a quotation mark before any parenthesis. */
function callsOf(maker: string): RegExp {
  return new RegExp(`(?<!function )\\b${maker}\\b[^'(]*\\(\\s*(?:'([^']*)')?`, 'g');
}

const named: Readonly<Record<string, readonly string[]>> = {
  defineProblem: declared.problems.map(({ slug }) => slug),
  defineEvent: declared.events.map(({ name }) => name),
  defineCapability: declared.capabilities.map(({ flag }) => flag),
};

describe('what modules declare', () => {
  for (const [maker, names] of Object.entries(named)) {
    it(`is all that ${maker} makes`, () => {
      assert.deepEqual(written(callsOf(maker), ofProduct), names.toSorted());
    });
  }

  it('is all that is done by the clock', () => {
    const tasks = modules.flatMap(({ periodic }) => periodic?.(depsOfNoUse()) ?? []);
    assert.deepEqual(
      written(/\bname(?:: '([^']*)'|[^,]*),\s+everyMs\b/g, ofModules),
      tasks.map(({ name }) => name).toSorted(),
    );
  });
});

/** No task is run here, and to name them takes no more than a folder. */
function depsOfNoUse(): AppDeps {
  return { dataDir: '' } as AppDeps;
}

/** Everything that `defineMail` made, wherever it stands. */
async function definedMails(): Promise<MailDeclaration[]> {
  const mails = [];
  for (const [path, text] of sources) {
    const calls = text.match(callsOf('defineMail')) ?? [];
    if (calls.length === 0) continue;
    const exported = (await import(pathToFileURL(resolve(ROOT, path)).href)) as object;
    const found = Object.values(exported).filter(isMail);
    assert.equal(found.length, calls.length, `${path} exports the mails that it defines`);
    mails.push(...found);
  }
  return mails;
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

  it('say what their facts are sealed for, where they seal any: a rewrap has to know', () => {
    const sealing = declared.mails.filter(({ sealedFor }) => sealedFor !== undefined);
    const queueing = written(/\bmail: (\w+),[^}]*\bsealedFacts:/g);
    assert.equal(sealing.length, new Set(queueing).size);
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
