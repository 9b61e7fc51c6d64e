import type { Actor } from './actor.ts';

/** Why a client, though its token is good, is nobody here. */
export type Stranger = 'not-provisioned' | 'client-disabled' | 'organization-disabled';

/** Who stands behind an API client (contract 1). Whoever keeps organizations provides it. */
export interface Directory {
  /** A word for why not, when the client is not provisioned here or is disabled. A change bites within 5 s. */
  findActor(clientId: string): Promise<Actor | Stranger>;
}
