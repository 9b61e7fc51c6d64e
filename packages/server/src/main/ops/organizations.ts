import { optionOf } from '../../core/identity/index.ts';
import { declared } from '../../modules.ts';
import {
  createOrganization,
  listOrganizations,
  setContact,
  setOrganizationDisabled,
} from '../../modules/parties/organizations/index.ts';
import { LIMITS, limitsFrom } from './limits.ts';
import { table, type Noun } from './verb.ts';

type OrganizationRow = Awaited<ReturnType<typeof listOrganizations>>[number];

const NO_CONTACT = 'none';
const HEADINGS = ['SLUG', 'UUID', 'TIER', 'DPA', 'CAPABILITIES', 'STATE', 'CONTACT', 'NAME'];

export const addOrganizations: Noun = (program, withContext) => {
  const organizations = program.command('organizations').description('integration organizations');
  organizations
    .command('create')
    .description('make an organization; limits (calls a minute) for ENTERPRISE only')
    .requiredOption('--slug <slug>', 'its short name: a-z, 0-9 and -')
    .requiredOption('--name <name>', 'its name')
    .option('--tier <tier>', 'STANDARD, HIGH_VOLUME or ENTERPRISE', 'STANDARD')
    .option(...LIMITS.read)
    .option(...LIMITS.write)
    .option(...LIMITS.webhook)
    .action(
      withContext(async ({ db, print }, { slug, name, tier, ...limits }) => {
        const { id } = await createOrganization(db, { slug, name, tier, ...limitsFrom(limits) });
        print(`organization ${slug} created: ${id}`);
      }),
    );
  organizations
    .command('list')
    .description('list all organizations')
    .action(
      withContext(async ({ db, print }) => print(table([HEADINGS, ...(await listOrganizations(db)).map(cells)]))),
    );
  organizations
    .command('set-contact')
    .description('whom to tell by mail, as when a buyer asks for a new link')
    .requiredOption('--organization <slug>', 'whose contact')
    .requiredOption('--email <address>', 'one mail address, or none')
    .action(
      withContext(async ({ db, print }, { organization, email }) => {
        await setContact(db, organization, email === NO_CONTACT ? null : email);
        const state = email === NO_CONTACT ? 'has no contact any more' : `has the contact ${email}`;
        print(`organization ${organization} ${state}`);
      }),
    );
  organizations
    .command('disable')
    .description('refuse all its clients from now on')
    .requiredOption('--slug <slug>', 'which organization')
    .action(
      withContext(async ({ db, print }, { slug }) => {
        await setOrganizationDisabled(db, slug, true);
        print(`organization ${slug} disabled`);
      }),
    );
  organizations
    .command('enable')
    .description('let its clients in again')
    .requiredOption('--slug <slug>', 'which organization')
    .action(
      withContext(async ({ db, print }, { slug }) => {
        await setOrganizationDisabled(db, slug, false);
        print(`organization ${slug} enabled`);
      }),
    );
};

function cells(row: OrganizationRow): string[] {
  const capabilities = declared.capabilities.filter(({ flag }) => row.capabilities.includes(flag)).map(optionOf);
  const limits = [row.read_per_minute, row.write_per_minute, row.webhook_per_minute].filter((limit) => limit !== null);
  return [
    row.slug,
    row.id,
    [row.rate_limit_tier, limits.join('/')].filter(Boolean).join(' '),
    row.dpa_version ?? '-',
    capabilities.join(',') || '-',
    row.disabled_at ? 'disabled' : 'enabled',
    row.admin_email ?? '-',
    row.name,
  ];
}
