import { compose } from '../../compose.ts';
import {
  countAll,
  enrolMasterKeys,
  type KindCounts,
  listMasterKeys,
  type MasterKeyRow,
  rewrapAll,
  type RewrapStep,
} from '../../core/sealing/index.ts';
import { declared, sealedKinds } from '../../modules.ts';
import { AdminError } from '../../platform/admin-error.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { table, type Noun, type OpsContext } from './verb.ts';

export const addMasterKey: Noun = (program, withContext) => {
  const masterKey = program.command('master-key').description('the keys of MASTER_KEY, which seal what is at rest');
  masterKey
    .command('status')
    .description('count what is sealed under which key, and say which key may leave MASTER_KEY')
    .action(
      withContext(async (context) => {
        const { deps } = compose(context);
        context.print(countTable(await countAll(declared.sealed, deps), deps.keyring));
        for (const line of verdicts(await listMasterKeys(context.db), deps.keyring)) context.print(line);
      }),
    );
  masterKey
    .command('rewrap')
    .description('seal everything under the first key of MASTER_KEY, so that the others may leave; may be repeated')
    .option('--despite-damaged', 'let a key leave although values are left that it does not open')
    .action(withContext((context, { despiteDamaged = false }) => rewrap(context, despiteDamaged)));
};

async function rewrap(context: OpsContext, isDespiteDamaged: boolean): Promise<void> {
  const { db, print } = context;
  const { deps } = compose(context);
  const { keyring } = deps;
  await enrolMasterKeys(db, keyring, sealedKinds);
  let unfinished = 0;
  await rewrapAll(declared.sealed, {
    deps,
    isDespiteDamaged,
    tell(kind, soFar, isDone) {
      print(
        `${kind}: ${soFar.resealed} sealed anew under key ${keyring.currentKeyId}${isDone ? leftOf(soFar) : ' ...'}`,
      );
      if (isDone && (soFar.busy > 0 || (soFar.damaged.length > 0 && !isDespiteDamaged))) unfinished += 1;
    },
  });
  for (const line of verdicts(await listMasterKeys(db), keyring)) print(line);
  if (unfinished > 0) throw new AdminError('not all could be sealed anew; see above, and run it again');
}

function leftOf({ busy, damaged, locked }: RewrapStep): string {
  return [
    busy > 0 ? `, ${busy} in use just now` : '',
    damaged.length > 0 ? `, left as they do not open: ${damaged.join(' ')}` : '',
    locked.length > 0 ? `, left as MASTER_KEY lacks their key: ${locked.join(', ')}` : '',
    busy + damaged.length + locked.length === 0 ? ', none left' : '',
  ].join('');
}

function countTable(counted: readonly KindCounts[], keyring: Keyring): string {
  const ids = new Set([...keyring.keyIds, ...counted.flatMap(({ counts }) => [...counts.keys()])]);
  const columns = [...ids].sort((one, other) => one - other);
  const heading = (id: number): string => `KEY ${id}${id === keyring.currentKeyId ? ' (SEALS)' : ''}`;
  return table([
    ['KIND', ...columns.map(heading)],
    ...counted.map(({ kind, counts }) => [kind, ...columns.map((id) => String(counts.get(id) ?? 0))]),
  ]);
}

/** One line for each key but the one that seals. */
function verdicts(rows: readonly MasterKeyRow[], keyring: Keyring): string[] {
  return rows
    .filter(({ id }) => id !== keyring.currentKeyId)
    .map((row) => {
      const isConfigured = keyring.keyIds.includes(row.id);
      if (row.is_sealing) {
        return `key ${row.id} was sealing within the last minute: give all processes the MASTER_KEY of this command, and rewrap 2 minutes later`;
      }
      if (row.kinds.length > 0) return `key ${row.id} is needed still, or not looked through: ${row.kinds.join(', ')}`;
      return isConfigured
        ? `key ${row.id} is used by nothing and may leave MASTER_KEY`
        : `key ${row.id} has left; nothing is sealed under it`;
    });
}
