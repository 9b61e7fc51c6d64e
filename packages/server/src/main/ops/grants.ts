import { addGrant, listSellers, removeGrant } from '../../modules/parties/organizations/index.ts';
import { table, type Noun } from './verb.ts';

export const addGrants: Noun = (program, withContext) => {
  const grants = program.command('grants').description('which sellers an organization may act for');
  grants
    .command('add')
    .description('let an organization act for a seller')
    .requiredOption('--organization <slug>', 'who may act')
    .requiredOption('--seller <uuid>', 'for whom')
    .action(
      withContext(async ({ db, print }, { organization, seller }) => {
        await addGrant(db, organization, seller);
        print(`organization ${organization} may act for seller ${seller}`);
      }),
    );
  grants
    .command('remove')
    .description('end that')
    .requiredOption('--organization <slug>', 'who may act no longer')
    .requiredOption('--seller <uuid>', 'for whom')
    .action(
      withContext(async ({ db, print }, { organization, seller }) => {
        await removeGrant(db, organization, seller);
        print(`organization ${organization} may no longer act for seller ${seller}`);
      }),
    );
  grants
    .command('list')
    .description("list an organization's sellers")
    .requiredOption('--organization <slug>', 'whose sellers')
    .action(
      withContext(async ({ db, print }, { organization }) => {
        const rows = await listSellers(db, organization);
        print(table([['UUID', 'COUNTRY', 'NAME'], ...rows.map((row) => [row.uuid, row.country, row.name])]));
      }),
    );
};
