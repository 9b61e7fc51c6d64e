import assert from 'node:assert/strict';
import type { Problem } from '../../sdk/src/index.ts';
import { declared } from '../../server/src/modules.ts';

/** The resource's own type is for its test to know. */
export type ProblemView = Omit<Problem, 'currentResource'> & { readonly currentResource?: Record<string, unknown> };

const BASE = 'https://api.novatrade24.com/problems';
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Asserts that the answer is the problem, complete and consistent (contract 2.6), and returns its body. */
export async function expectProblem(response: Response, slug: string, about = ''): Promise<ProblemView> {
  const text = await response.text();
  const where = `${about} ${response.status} ${text}`;
  assert.equal(response.headers.get('content-type'), 'application/problem+json; charset=utf-8', where);
  const problem = JSON.parse(text) as ProblemView;
  const type = declared.problems.find((one) => one.slug === slug);
  assert.equal(problem.type, `${BASE}/${slug}`, where);
  assert.equal(problem.status, type?.status, where);
  assert.equal(response.status, problem.status, where);
  assert.equal(problem.title, type?.title, where);
  assert.ok(problem.detail.length > 0, where);
  assert.equal(problem.instance, new URL(response.url).pathname, where);
  assert.match(problem.traceId, UUID, where);
  assert.equal(response.headers.get('x-request-id'), problem.traceId, where);
  assert.equal('errors' in problem, slug === 'validation-error', where);
  return problem;
}
