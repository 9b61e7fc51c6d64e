import { randomBytes } from 'node:crypto';
import { createClient, listClients, setClientDisabled } from '../../modules/parties/organizations/index.ts';
import { table, type Noun } from './verb.ts';
import { loadDemo } from '../load-demo.ts';

export const addClients: Noun = (program, withContext) => {
  const clients = program.command('clients').description('API clients of organizations');
  clients
    .command('create')
    .description('make a client known; with the local identity provider it gets a secret too')
    .requiredOption('--organization <slug>', 'whose client')
    .option('--client-id <id>', 'how the identity provider calls it (default: api-client-<slug>)')
    .action(
      withContext(async ({ config, db, print }, { organization, clientId = `api-client-${organization}` }) => {
        await createClient(db, organization, clientId);
        print(`client ${clientId} created`);
        if (!config.oidc.local) return print(`its secret is the identity provider's: ${config.oidc.issuer}`);
        const secret = randomBytes(24).toString('base64url');
        const { mergeLocalClients } = await loadDemo();
        mergeLocalClients(config.dataDir, { [clientId]: secret });
        print(`secret, shown only now: ${secret}`);
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
