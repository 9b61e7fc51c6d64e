import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSigningKeys } from '../../server/src/demo/local-idp/signing-keys.ts';

const NAME = 'local-idp-keys.json';

/** What the files of one run share, and what they leave for its end. Set by scripts/test.ts. */
const folder = process.env['TEST_RUN_FOLDER'];

/** Gives a data folder the keys of the run's first identity provider: making them takes longer than the rest of a start. */
export function shareSigningKeys(dataDir: string): void {
  if (folder === undefined) return;
  const path = join(folder, NAME);
  loadSigningKeys(path);
  copyFileSync(path, join(dataDir, NAME));
}
