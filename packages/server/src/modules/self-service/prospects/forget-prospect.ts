import type { JobRequest } from '../../../core/write/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { isUuid } from '../../../platform/ids.ts';
import type { TaskHandler } from '../../../platform/jobs/index.ts';
import { forgetMailFiles } from '../../delivery/mail/index.ts';

export const FORGET_PROSPECT = 'prospects.forget';

/** Behind an erasure: what of it lies outside of rows. */
export function prospectForgetJob(prospectId: string): JobRequest {
  return { task: FORGET_PROSPECT, payload: { prospectId } };
}

/** Safe to repeat. */
export function createForgetProspect(deps: { readonly db: Database; readonly dataDir: string }): TaskHandler {
  return (payload) => forgetMailFiles(deps, { kind: 'prospect', id: prospectIdOf(payload) });
}

/** @throws Error where the queue holds something else */
export function prospectIdOf(payload: unknown): string {
  const { prospectId } = (payload ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof prospectId !== 'string' || !isUuid(prospectId)) throw new Error('a job that names no prospect');
  return prospectId;
}
