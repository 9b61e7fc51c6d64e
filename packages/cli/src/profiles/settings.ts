import { CredentialsError, UsageError } from '../failure.ts';
import { DEFAULT_PROFILE, type Profile, readProfile } from './profile-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export function profileName(given: string | undefined, env: Environment = process.env): string {
  return given ?? (env['NT24_PROFILE'] || DEFAULT_PROFILE);
}

/**
 * The profile as it is kept, each part replaced by its variable where that is set; variables alone will do.
 * @throws CredentialsError where something lacks
 */
export async function settingsOf(name: string, env: Environment = process.env): Promise<Profile> {
  const settings = whole(mergedSettings(await profileBehind(name, env), env));
  if (settings === undefined) throw missing(name);
  return settings;
}

/** Where variables say all, a profile that cannot be used is none. */
async function profileBehind(name: string, env: Environment): Promise<Profile | undefined> {
  try {
    return await readProfile(name);
  } catch (error) {
    if (error instanceof UsageError || whole(mergedSettings(undefined, env)) === undefined) throw error;
    return undefined;
  }
}

function whole(known: Known): Profile | undefined {
  const { baseUrl, clientId, clientSecret, issuer, tokenUrl } = known;
  if (baseUrl === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return issuer === undefined && tokenUrl === undefined ? undefined : { ...known, baseUrl, clientId, clientSecret };
}

/** Whatever is known of a profile. */
type Known = { readonly [Member in keyof Profile]?: Profile[Member] | undefined };

export function mergedSettings(profile: Known = {}, env: Environment): Known {
  const given = (variable: string): string | undefined => env[`NT24_${variable}`] || undefined;
  const [issuer, tokenUrl] = [given('ISSUER'), given('TOKEN_URL')];
  // One of both says where tokens come from; the other one of the profile is another place then.
  const provider =
    issuer === undefined && tokenUrl === undefined
      ? { issuer: profile.issuer, tokenUrl: profile.tokenUrl }
      : { issuer: tokenUrl === undefined ? issuer : undefined, tokenUrl };
  const clientId = given('CLIENT_ID') ?? profile.clientId;
  // A secret and a seller are those of one client: another one has nothing of them.
  const ofClient = clientId === profile.clientId ? profile : {};
  return {
    baseUrl: given('BASE_URL') ?? profile.baseUrl,
    ...provider,
    clientId,
    clientSecret: given('CLIENT_SECRET') ?? ofClient.clientSecret,
    seller: given('SELLER') ?? ofClient.seller,
  };
}

function missing(name: string): CredentialsError {
  const which = name === DEFAULT_PROFILE ? '' : ` --profile ${name}`;
  return new CredentialsError(
    `no credentials: run nt24 login${which}, or set NT24_BASE_URL, NT24_ISSUER or NT24_TOKEN_URL, NT24_CLIENT_ID and NT24_CLIENT_SECRET`,
  );
}
