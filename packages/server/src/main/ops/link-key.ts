import { createKeyring } from '../../platform/keyring.ts';
import type { Noun } from './verb.ts';
import { rotateLinkKey } from '../../modules/self-service/links/index.ts';

export const linkKey: Noun = {
  summary: "the key that signs buyers' links",
  verbs: {
    rotate: {
      usage: '',
      summary: 'sign new links with a new key in a minute; links sent before stay valid',
      async run({ config, db, print }) {
        const kid = await rotateLinkKey(db, createKeyring(config.masterKeys));
        print(`link key ${kid} signs from now + 60 s`);
      },
    },
  },
};
