import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDataFolder, createPrivateFile } from '../platform/data-folder.ts';
import type { MasterKey } from '../platform/keyring.ts';
import { masterKeys } from './parsers.ts';

/** The demo's master key lives beside its database, made on the first start: losing it loses all links and files. */
export function demoMasterKeys(dataDir: string): readonly [MasterKey, ...MasterKey[]] {
  prepareDataFolder(dataDir);
  const path = join(dataDir, 'master.key');
  if (!existsSync(path)) createPrivateFile(path, `1:${randomBytes(32).toString('base64')}\n`);
  return masterKeys(readFileSync(path, 'utf8'));
}
