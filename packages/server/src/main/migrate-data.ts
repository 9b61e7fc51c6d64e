import type { Config } from '../config/config.ts';
import { migrate } from '../platform/db/migrate.ts';
import { loadDemo } from './load-demo.ts';

/** Migrates the database; the demo's own one gets the clock of the sandbox with it. @returns the names of the files applied now */
export async function migrateData({ embedded }: Config, url: string): Promise<string[]> {
  if (!embedded) return migrate(url);
  const { sandbox } = await loadDemo();
  await sandbox.installSandboxClock(url);
  const applied = await migrate(url);
  await sandbox.bindSandboxClock(url);
  return applied;
}
