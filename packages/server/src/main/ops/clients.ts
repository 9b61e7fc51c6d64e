import { randomBytes } from 'node:crypto';
import { createClient, listClients, setClientDisabled } from '../../modules/parties/organizations/index.ts';
import { provisionClient, type WantedClient } from './keycloak/provision-client.ts';
import { renewSecret } from './keycloak/renew-secret.ts';
import { type OpsContext, table, type Noun } from './verb.ts';
import { loadDemo } from '../load-demo.ts';

export const addClients: Noun = (program, withContext) => {
  const clients = program.command('clients').description('API clients of organizations');
  clients
    .command('create')
    .description('make a client known; with the local identity provider, or with --keycloak, it gets a secret too')
    .requiredOption('--organization <slug>', 'whose client')
    .option('--client-id <id>', 'how the identity provider calls it (default: api-client-<slug>)')
    .option(
      '--keycloak',
      'make it in Keycloak too, by KEYCLOAK_ADMIN_SECRET: for client_credentials alone, so that no person signs in by it',
    )
    .action(
      withContext(async (context, { organization, clientId = `api-client-${organization}`, keycloak }) => {
        await (keycloak ? createInKeycloak : createKnown)(context, { organization, clientId });
      }),
    );
  clients
    .command('new-secret')
    .description(
      'have Keycloak make a new secret; the one before goes on for as long as the policy secret-rotation of the realm says (48 h in our file), and until then a repeat shows the new one again',
    )
    .requiredOption('--client-id <id>', 'which client; KEYCLOAK_ADMIN_CLIENT too, by which these commands sign in')
    .option('--leaked', 'end the ones before at once')
    .action(
      withContext(async (context, { clientId, leaked = false }) => {
        await renewSecret(context, clientId, leaked);
      }),
    );
  clients
    .command('list')
    .description('list clients')
    .option('--organization <slug>', 'of this one alone')
    .action(
      withContext(async ({ db, print }, { organization }) => {
        const rows = await listClients(db, organization);
        const cells = rows.map((row) => [row.client_id, row.organization, row.disabled_at ? 'disabled' : 'enabled']);
        print(table([['CLIENT ID', 'ORGANIZATION', 'STATE'], ...cells]));
      }),
    );
  clients
    .command('disable')
    .description('refuse a client from now on')
    .requiredOption('--client-id <id>', 'which client')
    .action(
      withContext(async ({ db, print }, { clientId }) => {
        await setClientDisabled(db, clientId, true);
        print(`client ${clientId} disabled`);
      }),
    );
  clients
    .command('enable')
    .description('let a client in again')
    .requiredOption('--client-id <id>', 'which client')
    .action(
      withContext(async ({ db, print }, { clientId }) => {
        await setClientDisabled(db, clientId, false);
        print(`client ${clientId} enabled`);
      }),
    );
};

async function createKnown({ config, db, print }: OpsContext, { organization, clientId }: WantedClient): Promise<void> {
  await createClient(db, organization, clientId);
  print(`client ${clientId} created`);
  if (!config.oidc.local) return print(`its secret is the identity provider's: ${config.oidc.issuer}`);
  const secret = randomBytes(24).toString('base64url');
  const { mergeLocalClients } = await loadDemo();
  mergeLocalClients(config.dataDir, { [clientId]: secret });
  print(`secret, shown only now: ${secret}`);
}

async function createInKeycloak(context: OpsContext, wanted: WantedClient): Promise<void> {
  const secret = await provisionClient(context, wanted);
  if (secret === undefined)
    return context.print(`client ${wanted.clientId} is there already; clients new-secret gives it another secret`);
  context.print(`client ${wanted.clientId} created, here and in Keycloak`);
  context.print(`secret, shown only now: ${secret}`);
}
