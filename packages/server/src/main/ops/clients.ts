import { randomBytes } from 'node:crypto';
import { createClient, listClients, setClientDisabled } from '../../modules/parties/organizations/index.ts';
import { required, table, type Noun } from './verb.ts';
import { loadDemo } from '../load-demo.ts';

export const clients: Noun = {
  summary: 'API clients of organizations',
  verbs: {
    create: {
      usage: '--organization <slug> [--client-id <id>]',
      summary:
        'make a client known, by default api-client-<slug>; with the local identity provider it gets a secret too',
      async run({ config, db, print }, values) {
        const slug = required(values, 'organization');
        const clientId = values['client-id'] ?? `api-client-${slug}`;
        await createClient(db, slug, clientId);
        print(`client ${clientId} created`);
        if (!config.oidc.local) return print(`its secret is the identity provider's: ${config.oidc.issuer}`);
        const secret = randomBytes(24).toString('base64url');
        const { mergeLocalClients } = await loadDemo();
        mergeLocalClients(config.dataDir, { [clientId]: secret });
        print(`secret, shown only now: ${secret}`);
      },
    },
    list: {
      usage: '[--organization <slug>]',
      summary: 'list clients',
      async run({ db, print }, values) {
        const rows = await listClients(db, values.organization);
        const cells = rows.map((row) => [row.client_id, row.organization, row.disabled_at ? 'disabled' : 'enabled']);
        print(table([['CLIENT ID', 'ORGANIZATION', 'STATE'], ...cells]));
      },
    },
    disable: {
      usage: '--client-id <id>',
      summary: 'refuse a client from now on',
      async run({ db, print }, values) {
        const clientId = required(values, 'client-id');
        await setClientDisabled(db, clientId, true);
        print(`client ${clientId} disabled`);
      },
    },
    enable: {
      usage: '--client-id <id>',
      summary: 'let a client in again',
      async run({ db, print }, values) {
        const clientId = required(values, 'client-id');
        await setClientDisabled(db, clientId, false);
        print(`client ${clientId} enabled`);
      },
    },
  },
};
