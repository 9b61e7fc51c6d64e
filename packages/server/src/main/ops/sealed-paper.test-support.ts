import assert from 'node:assert/strict';
import { loadConfig } from '../../config/config.ts';
import { createElectronicSeal } from '../../core/electronic-seal/index.ts';
import { readSeal } from '../../core/electronic-seal/read-seal.test-support.ts';
import { makePdf } from '../../modules/files/sample-files.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { createKeyring } from '../../platform/keyring.ts';

/** By the one key that the database holds, made with the first paper, under the master keys of these settings. */
export async function expectPaperSealed(db: Database, settings: Readonly<Record<string, string>>): Promise<void> {
  const keyring = createKeyring(loadConfig(settings, { requireDatabase: true, isTool: true }).masterKeys);
  const seal = createElectronicSeal({ db, keyring, clock: systemClock, operatorName: 'Operator' });
  assert.ok((await readSeal(await seal.sealPdf(makePdf()))).isIntact);
}
