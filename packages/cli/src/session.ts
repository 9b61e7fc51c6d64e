import { type Client, createClient, type Hooks, type Me } from '@nt24/sdk';
import { UsageError } from './failure.ts';
import { interrupted } from './interrupt.ts';
import { note } from './output/show.ts';
import { plainText } from './output/plain-text.ts';
import type { Profile } from './profiles/profile-file.ts';
import { profileName, settingsOf } from './profiles/settings.ts';

/** Of every command. */
export interface Globals {
  readonly json?: boolean;
  readonly profile?: string;
  readonly seller?: string;
  readonly verbose?: boolean;
}

export interface Session {
  readonly client: Client;
  readonly settings: Profile;
  /** The seller that is spoken of: given, of the profile, or the only one that there is. @throws UsageError where that is none */
  seller(): Promise<string>;
}

export async function openSession({ profile, seller, verbose = false }: Globals): Promise<Session> {
  const settings = await settingsOf(profileName(profile));
  const client = clientOf(settings, verbose);
  return {
    client,
    settings,
    seller: async () => seller ?? settings.seller ?? onlySeller(await client.me.get({}, { signal: interrupted })),
  };
}

export function clientOf(settings: Profile, isVerbose: boolean): Client {
  const { baseUrl, clientId, clientSecret, issuer, tokenUrl } = settings;
  const provider = tokenUrl === undefined ? { issuer: issuer ?? '' } : { tokenUrl };
  return createClient({
    baseUrl,
    token: { clientId, clientSecret, ...provider },
    ...(isVerbose && { hooks: tellingHooks() }),
  });
}

export function onlySeller({ authorizedPartners }: Me): string {
  const [only, ...others] = authorizedPartners;
  if (only && others.length === 0) return only.uuid;
  if (!only) throw new UsageError('the client may speak of no seller yet');
  throw new UsageError(`which of the sellers? Give --seller, or NT24_SELLER:${sellerLines(authorizedPartners)}`);
}

export function sellerLines(sellers: Me['authorizedPartners']): string {
  return sellers.map(({ uuid, name }) => `\n  ${uuid}  ${plainText(name)}`).join('');
}

function tellingHooks(): Hooks {
  return {
    onResponse: ({ verb, path, status, durationMs, requestId }) =>
      note(`${verb} ${path} ${status} in ${durationMs} ms, traceId ${requestId}`),
    onRetry: ({ reason, delayMs, attempt }) => note(`try ${attempt} ended by ${reason}, again in ${delayMs} ms`),
  };
}
