import type { FastifyInstance } from 'fastify';
import { createSandbox } from '../../modules/kyc/verification/index.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { registerSandbox } from './register-sandbox.ts';

export { callbackOf } from './sandbox-callback.ts';
export { tellCallback } from './tell-callback.ts';

/** The page on which the outcome of a verification is clicked, where no provider says it (decision 0050). */
export function openVerificationSandbox(keyring: Keyring) {
  return { mount: (app: FastifyInstance): Promise<void> => registerSandbox(app, createSandbox(keyring)) };
}
