import type { Declared } from '../../declare/declared.ts';
import { getKycStatus } from './status.ts';
import { requestViesCheck } from './vies-check.ts';
import { listViesChecks } from './vies-checks.ts';
import { startVerification } from './verify.ts';
import { getKycProfile } from './profile.ts';

export const commands: readonly Declared[] = [
  getKycStatus,
  requestViesCheck,
  listViesChecks,
  startVerification,
  getKycProfile,
];
