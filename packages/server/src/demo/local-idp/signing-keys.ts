import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { JWKS } from 'oidc-provider';

const RSA_BITS = 2048;
const OWNER_ONLY = 0o600;

/** The signing keys kept in `path`, made on first use. Throws when the file is there but cannot be read. */
export function loadSigningKeys(path: string): JWKS {
  const kept = readIfThere(path);
  if (kept !== undefined) return parseKeys(path, kept);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: RSA_BITS });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' };
  keepFirst(path, JSON.stringify({ keys: [key] }));
  return parseKeys(path, readFileSync(path, 'utf8'));
}

/** Linking is atomic and never replaces: of two processes that start at once, one's keys stay and both read them. */
function keepFirst(path: string, content: string): void {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, content, { mode: OWNER_ONLY, flag: 'wx' });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft);
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function parseKeys(path: string, content: string): JWKS {
  try {
    const { keys } = JSON.parse(content) as Partial<JWKS>;
    if (Array.isArray(keys) && keys.length > 0) return { keys };
  } catch {
    // The parser's own message would quote the key.
  }
  throw new Error(`${path} holds no signing keys; remove it to have new ones made`);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
