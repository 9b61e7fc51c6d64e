import assert from 'node:assert/strict';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { after, describe, it } from 'node:test';
import { tierOf, whatIsDear } from './tiers.ts';

describe('the tiers of tests', () => {
  mkdirSync('node_modules/.cache', { recursive: true });
  const folder = relative('.', mkdtempSync('node_modules/.cache/tiers-'));
  after(() => rmSync(folder, { recursive: true }));

  function planted(name: string, text: string): string {
    const path = `${folder}/${name}`;
    writeFileSync(path, text);
    return path;
  }

  it('are told by the name of the file', () => {
    assert.deepEqual(
      ['tests/a.test.ts', 'tests/a.browser.test.ts', 'tests/a.storm.test.ts', 'tests/browser.test.ts'].map(tierOf),
      ['quick', 'browser', 'storm', 'quick'],
    );
  });

  it('hold no browser, process or kill among the quick', () => {
    const files = globSync(['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'scripts/**/*.test.ts']);
    assert.ok(files.length > 50);
    assert.deepEqual(files.map(whatIsDear).filter(Boolean), []);
  });

  for (const [what, text] of Object.entries({
    'opens a browser': `import { chromium } from 'playwright-core';`,
    'has processes beside it': `import { type ChildProcess, spawn } from 'node:child_process';`,
    // Put together here, for this file is looked into too.
    kills: ['process', 'kill(1);'].join('.'),
  })) {
    it(`are left by a quick file that ${what}, and by one whose harness does`, () => {
      const direct = planted('direct.test.ts', text);
      assert.match(whatIsDear(direct) ?? '', new RegExp(`^${direct} ${what}: its name should end in `));
      planted('stage.test-support.ts', text);
      for (const way of [
        `import {\n  stage,\n} from './stage.test-support.ts';`,
        `import './stage.test-support.ts';`,
        `export * from './stage.test-support.ts';`,
        `await import('./stage.test-support.ts');`,
      ]) {
        const indirect = planted('indirect.test.ts', `import assert from 'node:assert/strict';\n${way}\n`);
        assert.match(whatIsDear(indirect) ?? '', new RegExp(` -> .*stage\\.test-support\\.ts ${what}`), way);
        assert.equal(whatIsDear(planted('indirect.storm.test.ts', way)), undefined);
      }
      const typesOnly = planted('types.test.ts', `import type { Stage } from './stage.test-support.ts';`);
      assert.equal(whatIsDear(typesOnly), undefined);
    });
  }

  it('let a quick file wait for a command', () => {
    assert.equal(whatIsDear(planted('command.test.ts', `import { spawnSync } from 'node:child_process';`)), undefined);
  });
});
