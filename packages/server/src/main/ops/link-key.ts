import { createKeyring } from '../../platform/keyring.ts';
import type { Noun } from './verb.ts';
import { rotateLinkKey } from '../../modules/self-service/links/index.ts';

export const addLinkKey: Noun = (program, withContext) => {
  program
    .command('link-key')
    .description("the key that signs buyers' links")
    .command('rotate')
    .description('sign new links with a new key in a minute; links sent before stay valid')
    .action(
      withContext(async ({ config, db, print }) => {
        const kid = await rotateLinkKey(db, createKeyring(config.masterKeys));
        print(`link key ${kid} signs from now + 60 s`);
      }),
    );
};
