import type { FastifyInstance } from 'fastify';
import { registerSandbox, type SandboxParts } from './register-sandbox.ts';

export { bindSandboxClock, installSandboxClock } from './clock-schema.ts';
export { createGate } from './gate.ts';
export { makeAnew, removeLeftFiles } from './make-anew.ts';
export { createDueWork } from './due-work.ts';
export { DURATION_FORMS, durationMsOf } from './durations.ts';
export {
  askToAdvance,
  beginStart,
  clockNow,
  moveAtOnce,
  openSandboxClock,
  readSandboxClock,
  TooFarAhead,
  wipeAtRest,
} from './sandbox-clock.ts';

/** The API of the sandbox (decision 0062). */
export function openSandboxApi(parts: SandboxParts) {
  return { mount: (app: FastifyInstance): void => registerSandbox(app, parts) };
}
