import { createSeller, listSellers } from '../../modules/parties/organizations/index.ts';
import { required, table, type Noun } from './verb.ts';

export const sellers: Noun = {
  summary: 'trade partners that organizations act for',
  verbs: {
    create: {
      usage: '--name <name> --country <code>',
      summary: 'make a seller; the country in ISO 3166-1 alpha-2',
      async run({ db, print }, values) {
        const seller = await createSeller(db, { name: required(values, 'name'), country: required(values, 'country') });
        print(`seller ${seller.name} created: ${seller.uuid}`);
      },
    },
    list: {
      usage: '',
      summary: 'list all sellers',
      async run({ db, print }) {
        const rows = await listSellers(db);
        print(table([['UUID', 'COUNTRY', 'NAME'], ...rows.map((row) => [row.uuid, row.country, row.name])]));
      },
    },
  },
};
