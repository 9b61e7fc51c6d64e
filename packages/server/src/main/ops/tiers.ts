import { setTier } from '../../modules/parties/organizations/index.ts';
import { LIMITS_USAGE, limitsFrom } from './limits.ts';
import { required, type Noun } from './verb.ts';

export const tiers: Noun = {
  summary: 'rate limits of organizations',
  verbs: {
    set: {
      usage: `--organization <slug> --tier <tier> ${LIMITS_USAGE}`,
      summary: 'STANDARD, HIGH_VOLUME or ENTERPRISE; limits (calls a minute) for ENTERPRISE only',
      async run({ db, print }, values) {
        const slug = required(values, 'organization');
        const tier = required(values, 'tier');
        await setTier(db, slug, { tier, ...limitsFrom(values) });
        print(`organization ${slug} has tier ${tier}`);
      },
    },
  },
};
