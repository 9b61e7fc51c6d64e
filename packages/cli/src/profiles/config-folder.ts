import { homedir } from 'node:os';
import { join, posix, win32 } from 'node:path';

interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** Where programs of this system keep their settings: XDG_CONFIG_HOME if it is set, APPDATA on Windows, `~/Library` on macOS, else `~/.config`. */
export function configFolder(
  { env, platform, home }: Machine = { env: process.env, platform: process.platform, home: homedir() },
): string {
  const xdg = env['XDG_CONFIG_HOME'] ?? '';
  // A relative one is to be passed over (XDG Base Directory 0.8).
  if (posix.isAbsolute(xdg) || win32.isAbsolute(xdg)) return join(xdg, 'nt24');
  if (platform === 'win32') return win32.join(env['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming'), 'nt24');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'nt24');
  return join(home, '.config', 'nt24');
}
