import { readFile } from 'node:fs/promises';
import {
  type BrandOwner,
  clearBrand,
  getBrand,
  judgeColor,
  ratio,
  setBrand,
} from '../../modules/parties/brand/index.ts';
import { getOrganization, getSeller } from '../../modules/parties/organizations/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { errorCode } from '../../platform/db/database.ts';
import { type Noun, table, UsageError } from './verb.ts';
import { AdminError } from '../../platform/admin-error.ts';

const SELLER = ['--seller <uuid>', 'of one seller'] as const;
const ORGANIZATION = ['--organization <slug>', 'of an organization, for all its sellers that have none'] as const;

interface OwnerOptions {
  readonly seller?: string | undefined;
  readonly organization?: string | undefined;
}

export const addBrand: Noun = (program, withContext) => {
  const brand = program.command('brand').description("how the buyer's page and the mails look");
  brand
    .command('set')
    .description('set it; what is not named stays')
    .option(...SELLER)
    .option(...ORGANIZATION)
    .option('--name <name>', 'what buyers read')
    .option('--color <rrggbb>', 'of buttons and links')
    .option('--logo <file>', 'a PNG, JPEG or WebP')
    .action(
      withContext(async ({ db, print }, { name, color, logo, ...options }) => {
        const { owner, called } = await ownerOf(db, options);
        await setBrand(db, owner, { name, color, logo: logo === undefined ? undefined : await readLogo(logo) });
        print(`brand of ${called} set`);
      }),
    );
  brand
    .command('show')
    .description('show it, with the contrast of its colour')
    .option(...SELLER)
    .option(...ORGANIZATION)
    .action(
      withContext(async ({ db, print }, options) => {
        const row = await getBrand(db, (await ownerOf(db, options)).owner);
        const logo = `${row.logo_width} x ${row.logo_height} pixels, ${row.logo_bytes} bytes`;
        print(
          table([
            ['name', row.name ?? '-'],
            ['color', row.color === null ? '-' : colorLine(row.color)],
            ['logo', row.logo_hash === null ? '-' : logo],
          ]),
        );
      }),
    );
  brand
    .command('clear')
    .description('take name, colour and logo away')
    .option(...SELLER)
    .option(...ORGANIZATION)
    .action(
      withContext(async ({ db, print }, options) => {
        const { owner, called } = await ownerOf(db, options);
        await clearBrand(db, owner);
        print(`brand of ${called} cleared`);
      }),
    );
};

async function ownerOf(db: Database, options: OwnerOptions): Promise<{ owner: BrandOwner; called: string }> {
  const { seller, organization } = options;
  if ((seller === undefined) === (organization === undefined)) throw new UsageError('name --seller or --organization');
  if (organization !== undefined) {
    const { id } = await getOrganization(db, organization);
    return { owner: { organizationId: id }, called: `organization ${organization}` };
  }
  const { uuid } = await getSeller(db, seller ?? '');
  return { owner: { sellerId: uuid }, called: `seller ${uuid}` };
}

async function readLogo(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new AdminError(`${path} cannot be read: ${errorCode(error) ?? 'unknown'}`);
  }
}

function colorLine(color: string): string {
  const { lightContrast, darkContrast } = judgeColor(color);
  return `${color}, contrast ${ratio(lightContrast)} to the light page, ${ratio(darkContrast)} to the dark one`;
}
