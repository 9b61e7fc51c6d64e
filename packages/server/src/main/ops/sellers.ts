import { createSeller, listSellers } from '../../modules/parties/organizations/index.ts';
import { table, type Noun } from './verb.ts';

export const addSellers: Noun = (program, withContext) => {
  const sellers = program.command('sellers').description('trade partners that organizations act for');
  sellers
    .command('create')
    .description('make a seller')
    .requiredOption('--name <name>', 'what buyers know it by')
    .requiredOption('--country <code>', 'of ISO 3166-1 alpha-2, such as DE')
    .action(
      withContext(async ({ db, print }, { name, country }) => {
        const seller = await createSeller(db, { name, country });
        print(`seller ${seller.name} created: ${seller.uuid}`);
      }),
    );
  sellers
    .command('list')
    .description('list all sellers')
    .action(
      withContext(async ({ db, print }) => {
        const rows = await listSellers(db);
        print(table([['UUID', 'COUNTRY', 'NAME'], ...rows.map((row) => [row.uuid, row.country, row.name])]));
      }),
    );
};
