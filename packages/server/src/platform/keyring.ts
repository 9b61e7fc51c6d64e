import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { createIvSource, IV_BYTES } from './iv-source.ts';

const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** One version of the master key: `id` 1 to 255, `key` exactly 32 bytes. */
export interface MasterKey {
  readonly id: number;
  readonly key: Buffer;
}

/** Encryption at rest under a versioned master key (strength.md 6): AES-256-GCM, one derived key per purpose. */
export interface Keyring {
  /** Layout: key id (1 byte), IV (12), tag (16), ciphertext. `context` is bound as associated data and not stored. */
  seal(purpose: string, context: string, plain: Uint8Array): Buffer;
  /** Throws when the master key is unknown, or when anything was altered, `context` included. */
  open(purpose: string, context: string, sealed: Uint8Array): Buffer;
  /** A 32-byte key for one purpose, of the given master key version (default: the current one). */
  derive(purpose: string, keyId?: number): KeyObject;
  readonly currentKeyId: number;
  /** Of all that open, the current one first. */
  readonly keyIds: readonly number[];
}

/** The id of the master key under which a value is sealed. */
export function keyIdOf(sealed: Uint8Array): number {
  const [id] = sealed;
  if (id === undefined) throw new Error('sealed value is too short');
  return id;
}

/** The first master key seals; all of them open. */
export function createKeyring(masterKeys: readonly [MasterKey, ...MasterKey[]]): Keyring {
  const byId = new Map(masterKeys.map((masterKey) => [masterKey.id, masterKey.key]));
  const currentKeyId = masterKeys[0].id;
  // Node takes several times as long to begin a MAC or a cipher with a Buffer for a key.
  const derived = new Map<string, KeyObject>();
  const nextIv = createIvSource();

  function derive(purpose: string, keyId = currentKeyId): KeyObject {
    const name = `${keyId}:${purpose}`;
    const known = derived.get(name);
    if (known) return known;
    const master = byId.get(keyId);
    if (!master) throw new Error(`master key ${keyId} is not configured`);
    const bytes = hkdfSync('sha256', master, Buffer.alloc(0), `nt24:${purpose}`, KEY_BYTES);
    const key = createSecretKey(Buffer.from(bytes));
    derived.set(name, key);
    return key;
  }

  function seal(purpose: string, context: string, plain: Uint8Array): Buffer {
    const iv = nextIv();
    const cipher = createCipheriv('aes-256-gcm', derive(purpose), iv).setAAD(Buffer.from(context));
    const body = [cipher.update(plain), cipher.final()];
    return Buffer.concat([Buffer.of(currentKeyId), iv, cipher.getAuthTag(), ...body]);
  }

  function open(purpose: string, context: string, sealed: Uint8Array): Buffer {
    const bytes = Buffer.from(sealed);
    const bodyAt = 1 + IV_BYTES + TAG_BYTES;
    if (bytes.length < bodyAt) throw new Error('sealed value is too short');
    const decipher = createDecipheriv('aes-256-gcm', derive(purpose, bytes[0]), bytes.subarray(1, 1 + IV_BYTES))
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(1 + IV_BYTES, bodyAt));
    return Buffer.concat([decipher.update(bytes.subarray(bodyAt)), decipher.final()]);
  }

  return { seal, open, derive, currentKeyId, keyIds: [...byId.keys()] };
}
