import { optionOf } from '../../core/identity/index.ts';
import { declared } from '../../modules.ts';
import {
  createOrganization,
  listOrganizations,
  setContact,
  setOrganizationDisabled,
} from '../../modules/parties/organizations/index.ts';
import { LIMITS_USAGE, limitsFrom } from './limits.ts';
import { required, table, type Noun } from './verb.ts';

type OrganizationRow = Awaited<ReturnType<typeof listOrganizations>>[number];

const NO_CONTACT = 'none';
const HEADINGS = ['SLUG', 'UUID', 'TIER', 'DPA', 'CAPABILITIES', 'STATE', 'CONTACT', 'NAME'];

export const organizations: Noun = {
  summary: 'integration organizations',
  verbs: {
    create: {
      usage: `--slug <slug> --name <name> [--tier <tier>] ${LIMITS_USAGE}`,
      summary: 'make an organization; tier STANDARD unless said otherwise; limits for ENTERPRISE only',
      async run({ db, print }, values) {
        const slug = required(values, 'slug');
        const wanted = { slug, name: required(values, 'name'), tier: values.tier ?? 'STANDARD', ...limitsFrom(values) };
        const { id } = await createOrganization(db, wanted);
        print(`organization ${slug} created: ${id}`);
      },
    },
    list: {
      usage: '',
      summary: 'list all organizations',
      async run({ db, print }) {
        print(table([HEADINGS, ...(await listOrganizations(db)).map(cells)]));
      },
    },
    'set-contact': {
      usage: '--organization <slug> --email <address|none>',
      summary: 'whom to tell by mail, as when a buyer asks for a new link',
      async run({ db, print }, values) {
        const slug = required(values, 'organization');
        const email = required(values, 'email');
        await setContact(db, slug, email === NO_CONTACT ? null : email);
        print(`organization ${slug} ${email === NO_CONTACT ? 'has no contact any more' : `has the contact ${email}`}`);
      },
    },
    disable: {
      usage: '--slug <slug>',
      summary: 'refuse all its clients from now on',
      async run({ db, print }, values) {
        const slug = required(values, 'slug');
        await setOrganizationDisabled(db, slug, true);
        print(`organization ${slug} disabled`);
      },
    },
    enable: {
      usage: '--slug <slug>',
      summary: 'let its clients in again',
      async run({ db, print }, values) {
        const slug = required(values, 'slug');
        await setOrganizationDisabled(db, slug, false);
        print(`organization ${slug} enabled`);
      },
    },
  },
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
