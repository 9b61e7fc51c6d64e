import { setTier } from '../../modules/parties/organizations/index.ts';
import { LIMITS, limitsFrom } from './limits.ts';
import type { Noun } from './verb.ts';

export const addTiers: Noun = (program, withContext) => {
  program
    .command('tiers')
    .description('rate limits of organizations')
    .command('set')
    .description('put an organization into a tier; limits (calls a minute) for ENTERPRISE only')
    .requiredOption('--organization <slug>', 'whose tier')
    .requiredOption('--tier <tier>', 'STANDARD, HIGH_VOLUME or ENTERPRISE')
    .option(...LIMITS.read)
    .option(...LIMITS.write)
    .option(...LIMITS.webhook)
    .action(
      withContext(async ({ db, print }, { organization, tier, ...limits }) => {
        await setTier(db, organization, { tier, ...limitsFrom(limits) });
        print(`organization ${organization} has tier ${tier}`);
      }),
    );
};
