import { join } from 'node:path';
import { freePort, startProcess } from './processes.ts';

const ALL_IN_ONE = 'packages/server/src/main/all-in-one.ts';

/** Milliseconds from `npm start`'s process to ready, with the embedded database: the very first time, and the second. */
export async function measureStart(folder: string): Promise<{ firstMs: number; secondMs: number }> {
  const start = async (): Promise<number> => {
    const port = await freePort();
    const env = { PORT: String(port), DATA_DIR: join(folder, 'start'), DATABASE_URL: '' };
    const logPath = join(folder, 'start.log');
    const server = await startProcess({ args: [ALL_IN_ONE], port, env, logPath, readyPath: '/health/ready' });
    await server.stop();
    return server.readyAfterMs;
  };
  return { firstMs: await start(), secondMs: await start() };
}
