import { createHmac, randomInt } from 'node:crypto';
import type { Keyring } from '../../../../platform/keyring.ts';

const ADDRESS_PURPOSE = 'prospect-address';
const CODE_PURPOSE = 'prospect-code';

export const CODE_DIGITS = 6;
/** Contract 3.7. */
export const CODE_MINUTES = 10;
export const CODE_TRIES = 5;

/** An address on one link: the same in either case, and another one on every link. */
interface Address {
  readonly invitationId: string;
  readonly email: string;
}

/** Under the current key first, and then under all that still open: a place may be older than the key. */
export function addressHashes(keyring: Keyring, { invitationId, email }: Address): [Buffer, ...Buffer[]] {
  const under = (keyId: number): Buffer =>
    createHmac('sha256', keyring.derive(ADDRESS_PURPOSE, keyId))
      .update(`${invitationId} ${email.toLowerCase()}`)
      .digest();
  const others = keyring.keyIds.filter((id) => id !== keyring.currentKeyId);
  return [under(keyring.currentKeyId), ...others.map(under)];
}

export function newCode(): string {
  return String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
}

/** Bound to the address: what is right for one says nothing of another. */
export function codeHash(keyring: Keyring, addressHash: Buffer, code: string): Buffer {
  return createHmac('sha256', keyring.derive(CODE_PURPOSE)).update(addressHash).update(code).digest();
}
