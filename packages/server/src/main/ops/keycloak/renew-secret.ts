import { getClient } from '../../../modules/parties/organizations/index.ts';
import { AdminError } from '../../../platform/admin-error.ts';
import { instantOf, systemClock } from '../../../platform/clock.ts';
import type { OpsContext } from '../verb.ts';
import { type KeycloakAdmin, type KeycloakClient, openKeycloakAdmin } from './keycloak-admin.ts';

export interface RenewedSecret {
  readonly secret: string;
  /** Until when the one before it works too; undefined: it does not any more. */
  readonly formerEndsAt: Date | undefined;
}

/**
 * Has Keycloak make a new secret. The one before goes on for as long as the realm's policy says; where an older one still does, a further
 * one would end that at once, so it is refused.
 * @param isLeaked ends all former ones instead
 * @throws AdminError
 */
export async function renewSecret(
  { db, config }: OpsContext,
  clientId: string,
  isLeaked: boolean,
): Promise<RenewedSecret> {
  await getClient(db, clientId);
  const keycloak = await openKeycloakAdmin(config);
  const client = await getKeycloakClient(keycloak, clientId);
  const olderEndsAt = formerEndOf(client);
  if (olderEndsAt !== undefined && !isLeaked)
    throw new AdminError(
      `the secret before the present one works until ${olderEndsAt.toISOString()}, and would end now; wait, or add --leaked`,
    );
  const secret = await keycloak.replaceSecret(client.id);
  if (isLeaked) await keycloak.endFormerSecret(client.id);
  return { secret, formerEndsAt: formerEndOf(await getKeycloakClient(keycloak, clientId)) };
}

async function getKeycloakClient(keycloak: KeycloakAdmin, clientId: string): Promise<KeycloakClient> {
  const found = await keycloak.findClient(clientId);
  if (!found) throw new AdminError(`Keycloak has no client ${clientId}`);
  return found;
}

/** In seconds since 1970, as Keycloak writes it. */
const FORMER_END = 'client.secret.rotated.expiration.time';

function formerEndOf({ attributes }: KeycloakClient): Date | undefined {
  const seconds = Number(attributes?.[FORMER_END] ?? Number.NaN);
  const isAhead = seconds * 1000 > systemClock.now().getTime();
  return isAhead ? instantOf(seconds * 1000) : undefined;
}
