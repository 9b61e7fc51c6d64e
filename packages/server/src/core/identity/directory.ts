import type { Actor } from './actor.ts';

/** Who stands behind an API client (contract 1). Whoever keeps organizations provides it. */
export interface Directory {
  /** Undefined when the client is not provisioned here or is disabled. A change bites within 5 s. */
  findActor(clientId: string): Promise<Actor | undefined>;
}
