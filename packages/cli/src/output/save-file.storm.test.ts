import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { cliWith } from '../cli-process.test-support.ts';

const ID = '00000000-0000-4000-8000-000000000001';

/** Without credentials no call is made: what is told of a file is told before they are looked for. */
describe('nt24, where the file is there already,', () => {
  for (const words of [
    ['documents', 'download', ID, '--buyer', ID],
    ['invitations', 'poster', ID],
    ['invitations', 'qr', ID],
    ['api', 'POST', '/v1/anything'],
  ]) {
    it(`says so before the call: ${words.slice(0, 2).join(' ')}`, async () => {
      const nt24 = cliWith({});
      const out = join(nt24.home, 'out.svg');
      assert.equal((await nt24([...words, '--out', out])).code, 4);
      writeFileSync(out, 'mine');
      const { code, stderr } = await nt24([...words, '--out', out]);
      assert.equal(code, 1);
      assert.match(stderr, /out\.svg is there already: --force writes over it/);
    });
  }
});
