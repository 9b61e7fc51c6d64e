import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../../../../../harness/src/compile-cache.ts';
import { kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { opsEnvironment } from '../../../../../harness/src/ops.ts';
import { addBuyer, type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { unzip } from '../../../../../harness/src/unzip.ts';
import { makePdf } from '../../files/sample-files.ts';

const MIB = 1024 * 1024;
const FILES = 20;
const FILE_BYTES = 10 * MIB;
/** Of which a process that held the files would need twice as much. */
const MOST_BYTES = 100 * MIB;

/** JavaScript in an address: tells the most memory that the process had. */
const WATCH = `data:text/javascript,${encodeURIComponent(`
  import { writeFileSync } from 'node:fs';
  process.on('exit', () => writeFileSync(process.env.MEMORY, String(process.resourceUsage().maxRSS)));
`)}`;

describe('a buyer with many large files', () => {
  let service: TestService;
  let small: BuyerScene;
  let large: BuyerScene;
  before(async () => {
    service = await startService();
    small = await sceneWithBuyer(service);
    large = await addBuyer(service, small.org, small.token);
    const token = await small.org.token();
    const file = makePdf(FILE_BYTES);
    for (let at = 0; at < FILES; at += 1)
      await kycCalls(service).uploaded({ ...large, token }, { type: 'COC_EXTRACT', file });
  });
  after(() => service.close());

  function start({ org, buyerId }: BuyerScene, name: string) {
    const out = join(service.config.dataDir, `${name}.zip`);
    const memory = join(service.config.dataDir, `${name}.rss`);
    const run = fileURLToPath(new URL('../../../main/run.js', import.meta.url));
    const words = ['--seller', org.sellerId, '--buyer', buyerId, '--out', out];
    const child = spawn(process.execPath, ['--import', WATCH, run, 'ops', 'buyers', 'export', ...words], {
      env: { PATH: process.env.PATH, ...opsEnvironment(service), ...compileCache(), MEMORY: memory },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const ended = once(child, 'close').then(([code]) => code as number | null);
    return { child, out, memory, ended, said: () => said };
  }

  async function mostBytes(buyer: BuyerScene, name: string): Promise<number> {
    const { out, memory, ended, said } = start(buyer, name);
    assert.equal(await ended, 0, said());
    const files = await unzip(out);
    assert.equal(files.has('manifest.json'), true);
    rmSync(out);
    return Number(readFileSync(memory, 'utf8')) * 1024;
  }

  it('is exported in the memory that a small one takes, and some', async () => {
    const growth = (await mostBytes(large, 'large')) - (await mostBytes(small, 'small'));
    assert.ok(growth < MOST_BYTES, `${growth / MIB} MB more`);
  });

  it('leaves a whole file or none, whenever it is broken off', async () => {
    const seen = new Set<string>();
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      for (const afterBytes of [0, 1, 30 * MIB, FILES * FILE_BYTES]) {
        const { child, out, ended, said } = start(large, 'broken');
        const isOver = (): boolean => child.exitCode !== null;
        const isReached = (): boolean => existsSync(out) && statSync(out).size >= afterBytes;
        while (!isReached() && !isOver()) await sleep(1);
        child.kill(signal);
        const code = await ended;
        seen.add(String(code));
        if (code === 0) assert.ok((await unzip(out)).has('manifest.json'));
        else {
          assert.match(said(), /^broken off; .*broken\.zip is not written\n$/);
          assert.equal(existsSync(out), false);
        }
        rmSync(out, { force: true });
      }
    assert.ok(seen.has('1'), [...seen].join());
  });
});
