import { acceptDpa, withdrawDpa } from '../../modules/parties/organizations/index.ts';
import { required, type Noun } from './verb.ts';

export const dpa: Noun = {
  summary: 'data processing agreements',
  verbs: {
    accept: {
      usage: '--organization <slug> [--version <version>]',
      summary: 'record that an organization has accepted it, by default the version in force',
      async run({ config, db, print }, values) {
        const slug = required(values, 'organization');
        const version = values.version ?? config.dpaVersion;
        await acceptDpa(db, slug, version);
        print(`organization ${slug} has accepted version ${version}`);
      },
    },
    withdraw: {
      usage: '--organization <slug>',
      summary: 'take that back; its calls are refused from now on',
      async run({ db, print }, values) {
        const slug = required(values, 'organization');
        await withdrawDpa(db, slug);
        print(`organization ${slug} has no agreement any more`);
      },
    },
  },
};
