import { microsEach, secondsOf } from './contestant.ts';
import { PGBENCH } from './names.ts';
import type { NumberedInvitations } from './numbered-invitations.ts';
import { findPgbench, runPgbench } from './pgbench.ts';
import { printNote } from './report.ts';
import { bestOf, type Entry, type Result } from './rounds.ts';
import type { Stand } from './stand.ts';

const CLIENTS = [8, 16, 32, 64];
const TRANSACTIONS = 12_800;
const BRIEF_TRANSACTIONS = 1_280;

interface PgbenchDeps {
  readonly stand: Stand;
  readonly invitations: NumberedInvitations;
  readonly isBrief: boolean;
}

/** Pgbench at the number of clients that suits it best, found out before; undefined where it is not installed. */
export async function enterPgbench({ stand, invitations, isBrief }: PgbenchDeps): Promise<Entry | undefined> {
  const program = await findPgbench();
  if (program === undefined) {
    printNote("pgbench is not installed (Debian's package postgresql-contrib): passed over");
    return undefined;
  }
  const { databaseUrl, bench, postgresPid } = stand;
  const total = isBrief ? BRIEF_TRANSACTIONS : TRANSACTIONS;

  async function takeTurn(clients: number): Promise<Result> {
    const count = Math.floor(total / clients) * clients;
    const { first } = await invitations.take(count);
    const before = secondsOf({ postgres: postgresPid });
    const perSecond = await runPgbench(program ?? '', { databaseUrl, bench, clients, count, first });
    const after = secondsOf({ postgres: postgresPid });
    const postgres = microsEach(before['postgres'], after['postgres'], count);
    return { perSecond, p50Ms: undefined, p99Ms: undefined, cpuMicros: { postgres } };
  }

  const tried: { clients: number; perSecond: number }[] = [];
  for (const clients of CLIENTS) tried.push({ clients, perSecond: (await takeTurn(clients)).perSecond });
  const { clients } = bestOf(tried);
  printNote(`pgbench by clients: ${tried.map((one) => `${one.clients}: ${Math.round(one.perSecond)}/s`).join(', ')}`);
  return { what: PGBENCH, by: 'pgbench', connections: clients, takeTurn: () => takeTurn(clients) };
}
