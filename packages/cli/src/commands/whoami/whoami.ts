import { ownCommand } from '../../declare/own-command.ts';
import { show, showTable } from '../../output/show.ts';

export const whoami = ownCommand({
  verb: 'whoami',
  about: 'Who the caller is: organization, sellers, capabilities.',
  operations: ['getMe'],
  examples: ['whoami', 'whoami --json'],
  async run({ session, isJson, signal }) {
    const { client, settings } = await session();
    const me = await client.me.get({}, { signal });
    if (isJson) return show(me, { isJson, columns: [] });
    const { authorizedPartners, capabilities, ...organization } = me;
    const flags = Object.entries(capabilities).filter(([, is]) => is === true);
    const facts = { ...organization, capabilities: flags.map(([flag]) => flag) };
    show({ service: settings.baseUrl, clientId: settings.clientId, ...facts }, { isJson, columns: [] });
    showTable(
      authorizedPartners.map(({ uuid, name }) => ({ seller: uuid, name })),
      ['seller', 'name'],
    );
  },
});
