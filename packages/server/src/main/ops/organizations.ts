import { optionOf } from '../../core/identity/index.ts';
import { declared } from '../../modules.ts';
import {
  createOrganization,
  listOrganizations,
  setArrivalMails,
  setContact,
  setOrganizationDisabled,
} from '../../modules/parties/organizations/index.ts';
import { LIMITS, limitsFrom } from './limits.ts';
import { table, type Noun } from './verb.ts';

type OrganizationRow = Awaited<ReturnType<typeof listOrganizations>>[number];

const NO_CONTACT = 'none';
const THE_CONTACT = 'contact';
const HEADINGS = ['SLUG', 'UUID', 'TIER', 'DPA', 'CAPABILITIES', 'STATE', 'CONTACT', 'ARRIVALS', 'NAME'];

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
    .command('set-arrival-mails')
    .description('whether and whom to tell by mail when a buyer has sent his documents; nobody unless it is set')
    .requiredOption('--organization <slug>', 'of whose invitations')
    .requiredOption('--to <address>', 'one mail address; contact: the contact of the organization; none: nobody')
    .action(
      withContext(async ({ db, print }, { organization, to }) => {
        const wanted = to === THE_CONTACT || to === NO_CONTACT ? to : { email: to };
        const isTold = await setArrivalMails(db, organization, wanted);
        if (to === NO_CONTACT) return print(`organization ${organization} gets no mails of arrivals`);
        print(`mails of arrivals of organization ${organization} go to ${to === THE_CONTACT ? 'its contact' : to}`);
        if (!isTold) print('it has no contact yet, so none goes: organizations set-contact');
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
    row.mails_arrivals ? (row.arrival_email ?? THE_CONTACT) : '-',
    row.name,
  ];
}
