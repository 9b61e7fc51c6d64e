import { InvalidArgumentError } from '@commander-js/extra-typings';
import { countLinksOf, retireLinkKey } from '../../modules/self-service/invitations/index.ts';
import { listLinkKeys, rotateLinkKey } from '../../modules/self-service/links/index.ts';
import { enrolMasterKeys } from '../../core/sealing/index.ts';
import { sealedKinds } from '../../modules.ts';
import type { Database } from '../../platform/db/database.ts';
import { createKeyring } from '../../platform/keyring.ts';
import { table, type Noun } from './verb.ts';

const HEADINGS = ['KEY', 'STATE', 'TOKENS', 'SINCE', 'ACTIVE LINKS'];

export const addLinkKey: Noun = (program, withContext) => {
  const linkKey = program.command('link-key').description("the keys that sign buyers' links");
  linkKey
    .command('list')
    .description('list all keys, with the number of ACTIVE invitations whose link each of them signed')
    .action(withContext(async ({ db, print }) => print(table([HEADINGS, ...(await rowsOf(db))]))));
  linkKey
    .command('rotate')
    .description('sign new links with a new key in a minute; links sent before stay valid')
    .action(
      withContext(async ({ config, db, print }) => {
        const keyring = createKeyring(config.masterKeys);
        await enrolMasterKeys(db, keyring, sealedKinds);
        const kid = await rotateLinkKey(db, keyring);
        print(`link key ${kid} signs from now + 60 s`);
      }),
    );
  linkKey
    .command('retire')
    .description('let nothing open any more that this key signed; refused while ACTIVE invitations have its links')
    .requiredOption('--key <id>', 'of link-key list; not the one that signs', keyId)
    .option('--force', 'kill these links: each of the invitations gets a new one, which a resend mails')
    .action(
      withContext(async ({ db, print }, { key, force = false }) => {
        const { wasRetired, replaced } = await retireLinkKey(db, { kid: key, isForced: force });
        print(`link key ${key} ${wasRetired ? 'was retired before' : 'is retired; no process takes it after 15 s'}`);
        if (replaced > 0)
          print(`${replaced} ACTIVE invitations have a new link; a resend, or the next reminder, mails it`);
      }),
    );
};

async function rowsOf(db: Database): Promise<string[][]> {
  const rows = [];
  for (const { kid, state, token_form: form, active_from: since, retired_at: retiredAt } of await listLinkKeys(db)) {
    const links = await countLinksOf(db, kid);
    rows.push([String(kid), state, `form ${form}`, (retiredAt ?? since).toISOString(), String(links)]);
  }
  return rows;
}

function keyId(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('must be the number of a key');
  return Number(text);
}
