import { createSeller, getSeller, listSellers } from '../../modules/parties/organizations/index.ts';
import { changeSellerContact } from '../../modules/parties/seller-contacts/index.ts';
import { table, type Noun, UsageError } from './verb.ts';

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
  sellers
    .command('set-contact')
    .description('whom its buyers are told to ask; replaces what was set before')
    .requiredOption('--seller <uuid>', 'which seller')
    .option('--name <name>', 'a person or a department')
    .option('--email <address>', "one mail address; where buyers' answers go")
    .option('--phone <number>', 'international, such as "+49 30 901820"')
    .option('--postal-address <address>', 'in one line')
    .action(
      withContext(async ({ db, print }, { seller, ...contact }) => {
        if (Object.values(contact).every((value) => value === undefined))
          throw new UsageError('name a way to reach it');
        const { uuid } = await getSeller(db, seller);
        await changeSellerContact(db, uuid, contact);
        print(`contact of seller ${uuid} set`);
      }),
    );
  sellers
    .command('clear-contact')
    .description('tell its buyers no contact any more')
    .requiredOption('--seller <uuid>', 'which seller')
    .action(
      withContext(async ({ db, print }, { seller }) => {
        const { uuid } = await getSeller(db, seller);
        await changeSellerContact(db, uuid, {});
        print(`contact of seller ${uuid} cleared`);
      }),
    );
};
