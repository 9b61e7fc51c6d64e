import { getClient } from '../../../modules/parties/organizations/index.ts';
import { AdminError } from '../../../platform/admin-error.ts';
import { instantOf, systemClock } from '../../../platform/clock.ts';
import type { OpsContext } from '../verb.ts';
import { type KeycloakAdmin, type KeycloakClient, openKeycloakAdmin } from './keycloak-admin.ts';

/**
 * Has Keycloak make a new secret, and prints it before anything else can fail. The one before goes on for as long as the realm's policy
 * says. While it does, a further one would end it at once; a repeat shows the new one again instead, since the answer that held it may have
 * been lost.
 * @param isLeaked ends all former ones instead
 * @throws AdminError
 */
export async function renewSecret(context: OpsContext, clientId: string, isLeaked: boolean): Promise<void> {
  const { db, config, print } = context;
  const isOwn = clientId === config.keycloak.clientId;
  if (!isOwn) await getClient(db, clientId);
  const keycloak = await openKeycloakAdmin(config);
  const client = await getKeycloakClient(keycloak, clientId);
  const formerEndsAt = formerEndOf(client);
  if (formerEndsAt !== undefined && !isLeaked) {
    print(`made already, since the one before works until ${formerEndsAt.toISOString()}`);
    print('a further one would end that now: wait, or add --leaked');
    print(`secret, shown again: ${await keycloak.getSecret(client.id)}`);
  } else {
    print(`secret, shown only now: ${await keycloak.replaceSecret(client.id)}`);
    if (isLeaked) await keycloak.endFormerSecret(client.id);
    print(`the one before ${ending(formerEndOf(await getKeycloakClient(keycloak, clientId)))}`);
  }
  if (isOwn) print('set KEYCLOAK_ADMIN_SECRET to it');
}

function ending(endsAt: Date | undefined): string {
  return endsAt === undefined ? 'does not work any more' : `works until ${endsAt.toISOString()}`;
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
