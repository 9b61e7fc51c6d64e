import { ownCommand } from '../../declare/own-command.ts';
import { note, show } from '../../output/show.ts';
import { removeProfile } from '../../profiles/profile-file.ts';
import { profileName } from '../../profiles/settings.ts';

export const logout = ownCommand({
  verb: 'logout',
  about: 'Forget the credentials of a profile.',
  details: 'Nothing is asked of the service: the client and its secret stay good there.',
  operations: [],
  examples: ['logout', 'logout --profile staging'],
  async run({ globals, isJson }) {
    const profile = profileName(globals.profile);
    const wasThere = await removeProfile(profile);
    if (isJson) show({ profile, removed: wasThere }, { isJson, columns: [] });
    else note(wasThere ? `profile ${profile} is forgotten` : `there was no profile ${profile}`);
  },
});
