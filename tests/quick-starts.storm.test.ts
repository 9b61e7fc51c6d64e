import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pasteQuickStart } from '../packages/harness/src/quick-start.ts';
import { isInstalled } from '../packages/harness/src/shell-session.ts';

const skip = isInstalled('sh') ? false : 'sh is not installed';

// Those for Python and Java want packages from afar: `npm run clients` takes them.
describe('the quick start for TypeScript', { skip, timeout: 600_000 }, () => {
  it('brings its reader to his first webhook, and prints what it says', async () => {
    const { expected, printed, complaints } = await pasteQuickStart('docs/quick-starts/typescript.md', 'sh');
    assert.equal(printed, expected, complaints);
  });
});
