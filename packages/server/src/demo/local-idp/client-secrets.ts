import { readFileSync, statSync } from 'node:fs';
import type { Logger } from '../../platform/logger.ts';

export interface ClientSecrets {
  find(clientId: string): string | undefined;
}

/**
 * The clients in `path`, a JSON object of client id to secret. The file is looked at on every call, so that a client
 * written a moment ago works at once. While the file cannot be read, what was last read stays in force.
 */
export function createClientSecrets(path: string, log: Logger): ClientSecrets {
  let secrets: ReadonlyMap<string, string> = new Map();
  let readVersion: string | undefined;

  function refresh(): void {
    const version = fileVersion(path);
    if (version === undefined || version === readVersion) return;
    try {
      secrets = parseSecrets(readFileSync(path, 'utf8'));
      readVersion = version;
    } catch {
      // The parser's own message would quote a secret.
      log.warn({ path }, 'the client file of the local identity provider cannot be read');
    }
  }

  function find(clientId: string): string | undefined {
    refresh();
    return secrets.get(clientId);
  }

  return { find };
}

function fileVersion(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
}

function parseSecrets(content: string): ReadonlyMap<string, string> {
  const parsed: unknown = JSON.parse(content);
  if (typeof parsed !== 'object' || parsed === null) throw new TypeError('not an object');
  const usable = Object.entries(parsed).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  return new Map(usable);
}
