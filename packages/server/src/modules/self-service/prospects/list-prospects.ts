import { type Answer, type Call, presentPage } from '../../../core/api/index.ts';
import type { ProspectDeps } from './deps.ts';
import { selectProspects } from './list-repository.ts';
import { peopleOf } from './people.ts';
import { presentProspect } from './prospect.ts';
import type { ListProspectsQuery } from './schemas.ts';

/** What people have sent on a seller's links (contract 3.7). */
export async function listProspects(
  deps: ProspectDeps,
  call: Call<{ params: { sellerId: string }; query: ListProspectsQuery }>,
): Promise<Answer> {
  const { rows, total, window } = await selectProspects(deps.db, { ...call.query, ...call.params });
  const people = await peopleOf(deps, call, rows);
  const shown = rows.map((row) => presentProspect(row, people.get(row.id)));
  return { status: 200, body: presentPage(shown, total, window) };
}
