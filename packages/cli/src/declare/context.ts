import type { Command } from 'commander';
import { interrupted } from '../interrupt.ts';
import { type Globals, openSession, type Session } from '../session.ts';

/** What a command may ask for besides its own arguments. */
export interface Context {
  readonly globals: Globals;
  readonly isJson: boolean;
  readonly signal: AbortSignal;
  session(): Promise<Session>;
}

export function contextOf(command: Command): Context {
  const globals = command.optsWithGlobals<Globals>();
  return {
    globals,
    isJson: globals.json === true,
    signal: interrupted,
    session: () => openSession(globals),
  };
}
