import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { endsWithUs } from './ends-with-us.ts';

/** How each shell starts as one that a person types into, without what this machine's user has set up for it. */
const INTERACTIVE: Readonly<Record<string, readonly string[]>> = {
  sh: ['-i'],
  dash: ['-i'],
  bash: ['--norc', '--noprofile', '-i'],
  zsh: ['-f', '-i'],
};
/** Only there to end what would wait for ever: on a new machine packages come from afar. */
const PATIENCE_MS = 600_000;
const POLL_MS = 20;

export const SHELLS: readonly string[] = Object.keys(INTERACTIVE);

export function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0;
}

export interface ShellSession {
  /** Carries the lines out as if they were pasted, and resolves to what they printed. */
  paste(lines: string): Promise<string>;
  /** Likewise, for what goes on until the session is closed. */
  leaveRunning(lines: string): void;
  /** All that went to standard error so far, the shell's own words among it. */
  complaints(): string;
  /** Ends what runs in it too. */
  close(): void;
}

export interface ShellSetting {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** An interactive shell: it differs from one that reads a script, zsh takes no comments then. */
export function openShell(shell: string, { folder, env }: ShellSetting): ShellSession {
  // A session of its own: else an interactive shell would take the terminal of whoever runs the tests.
  const child = spawn(shell, INTERACTIVE[shell] ?? ['-i'], { cwd: folder, env, detached: true });
  child.once(
    'exit',
    endsWithUs(() => killGroup(child.pid)),
  );
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));

  return {
    async paste(lines) {
      const end = `end-${randomUUID()}\n`;
      const before = out.length;
      child.stdin.write(`${lines}\nprintf '%s\\n' ${end}`);
      for (const startedMs = performance.now(); !out.endsWith(end); await sleep(POLL_MS)) {
        if (child.exitCode !== null) throw new Error(`${shell} ended: ${err}`);
        if (performance.now() - startedMs > PATIENCE_MS) throw new Error(`${shell} took too long: ${err}`);
      }
      return out.slice(before, -end.length);
    },
    leaveRunning: (lines) => void child.stdin.write(`${lines}\n`),
    complaints: () => err,
    close: () => killGroup(child.pid),
  };
}

function killGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch (error) {
    // All of it has ended.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
