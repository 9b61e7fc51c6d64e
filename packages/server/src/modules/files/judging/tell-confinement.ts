import type { Logger } from '../../../platform/logger.ts';
import { confinementOfJudges } from './confinement.ts';

const KB_PER_MB = 1024;

/** Says what bounds those that read strangers' files on this system, and warns of what does not. */
export async function tellConfinement(log: Logger): Promise<void> {
  const { addressSpaceKb, hasOwnNetwork, hasPermissions } = await confinementOfJudges();
  const facts = {
    addressSpaceMb: addressSpaceKb === undefined ? 'not bounded' : Math.round(addressSpaceKb / KB_PER_MB),
    network: hasOwnNetwork ? 'none' : 'that of the API',
    files: hasPermissions ? 'the program alone, but for native code' : 'those of the API',
  };
  const isWhole = addressSpaceKb !== undefined && hasOwnNetwork && hasPermissions;
  const words = 'what the processes that judge files have';
  if (isWhole) log.info(facts, words);
  else log.warn(facts, `${words}: this system does not bound all of it (docs/decisions/0023-judges-take-turns.md)`);
}
