import type { Answer, Call } from '../../../core/api/index.ts';
import { listNotSupplied } from '../submissions/index.ts';
import type { ProspectDeps } from './deps.ts';
import { peopleOf } from './people.ts';
import { presentAdvice, presentProspect, prospectNotFound } from './prospect.ts';
import { findProspect } from './prospect-repository.ts';
import type { ProspectPath } from './schemas.ts';

export async function getProspect(deps: ProspectDeps, call: Call<{ params: ProspectPath }>): Promise<Answer> {
  const row = await findProspect(deps.db, call.params);
  if (!row) throw prospectNotFound();
  const [people, notSupplied] = await Promise.all([peopleOf(deps, call, [row]), listNotSupplied(deps, row.id)]);
  const ownWords = notSupplied.length > 0 && { notSupplied };
  return { status: 200, body: { ...presentProspect(row, people.get(row.id)), ...presentAdvice(row), ...ownWords } };
}
