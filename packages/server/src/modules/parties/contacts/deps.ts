import type { PiiReader } from '../../../core/pii-log/index.ts';
import { type Actor, hasCapability } from '../../../core/identity/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { AllowContactPersonalData } from './capabilities.ts';
import type { ContactsReading } from './repository.ts';

export interface ContactDeps {
  readonly db: Database;
  readonly keyring: Keyring;
}

interface Caller {
  readonly actor: Actor;
  readonly requestId: string;
  readonly purpose?: string;
}

/** Who reads, for the log of readings. */
export function readerOf({ actor, requestId, purpose }: Caller): PiiReader {
  return { organizationId: actor.organizationId, clientId: actor.clientId, requestId, purpose };
}

export function readingOf(caller: Caller): ContactsReading {
  return { ...readerOf(caller), isAllowed: hasCapability(caller.actor, AllowContactPersonalData) };
}
