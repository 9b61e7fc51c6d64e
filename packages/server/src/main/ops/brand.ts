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
import { type Noun, type OptionValues, table, UsageError } from './verb.ts';
import { AdminError } from '../../platform/admin-error.ts';

const OWNER_USAGE = '[--seller <id>] [--organization <slug>]';

export const brand: Noun = {
  summary: "how the buyer's page and the mails look",
  verbs: {
    set: {
      usage: `${OWNER_USAGE} [--name <name>] [--color <rrggbb>] [--logo <file>]`,
      summary:
        'of one seller, or of an organization for all its sellers that have none; the logo a PNG, JPEG or WebP; what is not named stays',
      async run({ db, print }, values) {
        const { owner, called } = await ownerOf(db, values);
        const { name, color, logo } = values;
        await setBrand(db, owner, { name, color, logo: logo === undefined ? undefined : await readLogo(logo) });
        print(`brand of ${called} set`);
      },
    },
    show: {
      usage: OWNER_USAGE,
      summary: 'show it, with the contrast of its colour',
      async run({ db, print }, values) {
        const row = await getBrand(db, (await ownerOf(db, values)).owner);
        print(
          table([
            ['name', row.name ?? '-'],
            ['color', row.color === null ? '-' : colorLine(row.color)],
            [
              'logo',
              row.logo_hash === null ? '-' : `${row.logo_width} x ${row.logo_height} pixels, ${row.logo_bytes} bytes`,
            ],
          ]),
        );
      },
    },
    clear: {
      usage: OWNER_USAGE,
      summary: 'take name, colour and logo away',
      async run({ db, print }, values) {
        const { owner, called } = await ownerOf(db, values);
        await clearBrand(db, owner);
        print(`brand of ${called} cleared`);
      },
    },
  },
};

async function ownerOf(db: Database, values: OptionValues): Promise<{ owner: BrandOwner; called: string }> {
  const { seller, organization } = values;
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
