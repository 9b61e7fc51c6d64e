import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../packages/harness/src/free-port.ts';
import { startEmbeddedPostgres } from '../../packages/server/src/demo/index.ts';
import { readPostmasterFile } from '../../packages/server/src/demo/embedded-postgres/postmaster.ts';
import { migrate } from '../../packages/server/src/platform/db/migrate.ts';

export interface OwnCluster {
  readonly url: string;
  killAndRestart(): Promise<void>;
  close(): Promise<void>;
}

/** A server of its own with the durable settings, on one port for its whole life. */
export async function startOwnCluster(): Promise<OwnCluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nt24-chaos-'));
  const port = await freePort();
  const start = () => startEmbeddedPostgres({ dataDir, port, log: () => undefined });
  let server = await start();
  await migrate(server.url);
  return {
    url: server.url,
    async killAndRestart(): Promise<void> {
      const { pid } = (await readPostmasterFile(join(dataDir, 'postgres'))) ?? {};
      if (pid === undefined) throw new Error('no server to kill');
      process.kill(pid, 'SIGKILL');
      server = await start();
    },
    async close(): Promise<void> {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
