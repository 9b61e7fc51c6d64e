import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = await mkdtemp(join(tmpdir(), 'nt24-durability-'));
after(() => rm(root, { recursive: true }));

const hasStrace = await run('strace', ['-o', '/dev/null', 'true']).then(
  () => true,
  () => false,
);
if (!hasStrace) console.log('strace cannot be used here: which folders are synced is not looked at');

/** In a process of its own, as limits and traces are those of a process. */
const SCRIPT = `
  const { createDiskDriver } = await import(${JSON.stringify(import.meta.resolve('./disk-driver.ts'))});
  const { newStorageKey } = await import(${JSON.stringify(import.meta.resolve('./storage-key.ts'))});
  const staged = createDiskDriver(process.env.FILES_DIRECTORY).stage();
  try {
    await staged.write(newStorageKey(), (async function* () {
      for (let n = 0; n < Number(process.env.KILOBYTES); n += 1) yield Buffer.alloc(1024, 1);
    })());
    await staged.publish();
    console.log('published');
  } catch (error) {
    await staged.discard();
    console.log(error.slug, error.extras?.retryAfterSeconds > 0, error.cause?.code);
  }
`;
const NODE = ['--input-type=module', '--eval', SCRIPT];

suite('the disk driver', () => {
  test('says that there is no room where a file may not grow, and keeps nothing of it', async () => {
    const folder = join(root, 'limited');
    const env = { ...process.env, FILES_DIRECTORY: folder, KILOBYTES: '200' };
    const limited = ['-c', 'ulimit -f 64 && exec "$@"', 'sh', process.execPath, ...NODE];
    const { stdout } = await run('sh', limited, { env });
    assert.equal(stdout.trim(), 'unavailable true EFBIG');
    const names = await readdir(folder, { recursive: true, withFileTypes: true });
    assert.deepEqual(
      names.filter((entry) => entry.isFile()).map(({ name }) => name),
      [],
    );
  });

  test(
    'brings the names of new folders to the disk too, up to the one that was there',
    { skip: !hasStrace },
    async () => {
      const folder = join(root, 'data', 'files');
      const trace = join(root, 'trace');
      const env = { ...process.env, FILES_DIRECTORY: folder, KILOBYTES: '1' };
      const traced = ['-f', '-y', '-e', 'trace=fsync,rename', '-o', trace, process.execPath, ...NODE];
      const { stdout } = await run('strace', traced, { env });
      assert.equal(stdout.trim(), 'published');
      const lines = (await readFile(trace, 'utf8')).split('\n');
      const synced = lines.flatMap((line) => /fsync\(\d+<([^>]+)>/.exec(line)?.[1] ?? []);
      for (const parent of [root, join(root, 'data'), folder]) assert.ok(synced.includes(parent), parent);
      const [shard] = await readdir(folder);
      assert.equal(synced.at(-1), join(folder, shard ?? ''), 'last the name of the file itself');
      assert.ok(
        lines.findIndex((line) => line.includes('rename(')) < lines.findLastIndex((line) => line.includes('fsync(')),
      );
    },
  );
});
