import { addGrant, listSellers, removeGrant } from '../../modules/parties/organizations/index.ts';
import { required, table, type Noun } from './verb.ts';

export const grants: Noun = {
  summary: 'which sellers an organization may act for',
  verbs: {
    add: {
      usage: '--organization <slug> --seller <uuid>',
      summary: 'let an organization act for a seller',
      async run({ db, print }, values) {
        const slug = required(values, 'organization');
        const seller = required(values, 'seller');
        await addGrant(db, slug, seller);
        print(`organization ${slug} may act for seller ${seller}`);
      },
    },
    remove: {
      usage: '--organization <slug> --seller <uuid>',
      summary: 'end that',
      async run({ db, print }, values) {
        const slug = required(values, 'organization');
        const seller = required(values, 'seller');
        await removeGrant(db, slug, seller);
        print(`organization ${slug} may no longer act for seller ${seller}`);
      },
    },
    list: {
      usage: '--organization <slug>',
      summary: "list an organization's sellers",
      async run({ db, print }, values) {
        const rows = await listSellers(db, required(values, 'organization'));
        print(table([['UUID', 'COUNTRY', 'NAME'], ...rows.map((row) => [row.uuid, row.country, row.name])]));
      },
    },
  },
};
