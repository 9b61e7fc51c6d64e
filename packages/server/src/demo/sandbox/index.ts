import type { FastifyInstance } from 'fastify';
import type { Config } from '../../config/config.ts';
import { registerSandbox } from './register-sandbox.ts';
import type { SandboxClock } from './sandbox-clock.ts';

export { bindSandboxClock, installSandboxClock } from './clock-schema.ts';
export { createDueWork } from './due-work.ts';
export { DURATION_FORMS, durationMsOf } from './durations.ts';
export {
  askToAdvance,
  clockNow,
  moveAtOnce,
  openSandboxClock,
  readSandboxClock,
  TooFarAhead,
} from './sandbox-clock.ts';

/** The API of the sandbox (decision 0062). */
export function openSandboxApi({ publicBaseUrl }: Config, clock: SandboxClock) {
  return { mount: (app: FastifyInstance): void => registerSandbox(app, { clock, publicBaseUrl }) };
}
