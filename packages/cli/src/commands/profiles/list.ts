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
    show(profiles, { isJson, columns: ['profile', 'baseUrl', 'clientId', 'seller'] });
  },
});

async function shownProfile(profile: string): Promise<object> {
  const { clientSecret: _, ...rest } = { clientSecret: undefined, ...(await readProfile(profile)) };
  return { profile, ...rest };
}
