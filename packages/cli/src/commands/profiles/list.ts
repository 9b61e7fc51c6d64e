import { ownCommand } from '../../declare/own-command.ts';
import { show } from '../../output/show.ts';
import { profileNames, readProfile } from '../../profiles/profile-file.ts';

/** With everything but the secrets. */
export const listProfiles = ownCommand({
  verb: 'profiles',
  about: 'Which credentials are kept.',
  operations: [],
  examples: ['profiles', 'profiles --json'],
  async run({ isJson }) {
    const names = await profileNames();
    const profiles = await Promise.all(names.map(shownProfile));
    const isBroken = profiles.some((one) => 'problem' in one);
    const columns = ['profile', 'baseUrl', 'clientId', 'seller', ...(isBroken ? ['problem'] : [])];
    show(profiles, { isJson, columns });
  },
});

/** One that cannot be used says why, in its own place. */
async function shownProfile(profile: string): Promise<object> {
  try {
    const { clientSecret: _, ...rest } = { clientSecret: undefined, ...(await readProfile(profile)) };
    return { profile, ...rest };
  } catch (error) {
    return { profile, problem: (error as Error).message };
  }
}
