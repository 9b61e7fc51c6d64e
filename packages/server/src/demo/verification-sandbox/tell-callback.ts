import type { FastifyInstance } from 'fastify';
import type { Sandbox } from '../../modules/kyc/verification/index.ts';
import { listenUrlOf } from '../listen-url.ts';

/** As long as a provider waits. */
const TIMEOUT_MS = 10_000;

/** By the route that a provider would call, and under its signature. @returns the status of the answer */
export async function tellCallback(app: FastifyInstance, sandbox: Sandbox, callback: object): Promise<number> {
  const body = JSON.stringify(callback);
  const headers = { 'content-type': 'application/json', 'idenfy-signature': sandbox.sign(Buffer.from(body)) };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await fetch(`${listenUrlOf(app)}/callbacks/idenfy`, { method: 'POST', headers, body, signal });
  await answer.body?.cancel();
  return answer.status;
}
