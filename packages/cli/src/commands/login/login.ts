import type { Me } from '@nt24/sdk';
import { ownCommand } from '../../declare/own-command.ts';
import { UsageError } from '../../failure.ts';
import { plainText } from '../../output/plain-text.ts';
import { note, show } from '../../output/show.ts';
import { profileName } from '../../profiles/settings.ts';
import { type Profile, writeProfile } from '../../profiles/profile-file.ts';
import { ask, askSecret, canAsk, readStdin } from '../../prompt.ts';
import { clientOf, sellerLines } from '../../session.ts';

interface Options {
  readonly baseUrl?: string;
  readonly issuer?: string;
  readonly tokenUrl?: string;
  readonly clientId?: string;
  readonly clientSecret?: unknown;
  readonly secretStdin?: boolean;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

export const login = ownCommand<Options>({
  verb: 'login',
  about: 'Keep the credentials of a client, after trying them.',
  details:
    'What is not given is asked for. The secret is asked for without being shown, or comes from NT24_CLIENT_SECRET, or by --secret-stdin; it is no option, since options stay in the history of the shell and can be seen by others on the machine. It is kept in a file that you alone may read.',
  operations: ['getMe'],
  options: [
    { flags: '--base-url <url>', about: 'of the service: what stands before /v1 (NT24_BASE_URL)' },
    { flags: '--issuer <url>', about: "the identity provider's realm (NT24_ISSUER)" },
    { flags: '--token-url <url>', about: 'where tokens come from, in place of the issuer (NT24_TOKEN_URL)' },
    { flags: '--client-id <id>', about: 'of the client (NT24_CLIENT_ID)' },
    { flags: '--secret-stdin', about: 'read the secret from stdin' },
    { flags: '--client-secret [secret]', about: 'refused: it would stay in the history of the shell', isHidden: true },
  ],
  examples: [
    'login --base-url https://api.novatrade24.com --issuer https://idp.novatrade24.com/realms/nt24-idp --client-id api-client-shop',
    'login --profile staging --secret-stdin < secret.txt',
  ],
  async run({ globals, isJson, signal }, _, options) {
    if (options.clientSecret !== undefined) {
      throw new UsageError(
        'no secret as an argument: it stays in the history of the shell. It is asked for, or taken from --secret-stdin or NT24_CLIENT_SECRET; think of a new one',
      );
    }
    const name = profileName(globals.profile);
    const given = await wantedProfile(options);
    warnOfPlainHttp(given);
    const me = await clientOf(given, globals.verbose === true).me.get({}, { signal });
    const seller = globals.seller === undefined ? onlyOf(me) : sellerNamed(globals.seller, me);
    const path = await writeProfile(name, { ...given, ...(seller !== undefined && { seller }) });
    if (isJson) return show({ profile: name, file: path, ...me }, { isJson, columns: [] });
    note(`logged in as ${given.clientId} of ${plainText(me.name)}; profile ${name} is in ${path}`);
    note(seller === undefined ? 'give --seller with commands: there is not just one' : `seller: ${seller}`);
  },
});

async function wantedProfile(options: Options): Promise<Profile> {
  const { env } = process;
  const tokenUrl = options.tokenUrl ?? (options.issuer === undefined ? env['NT24_TOKEN_URL'] : undefined);
  const baseUrl = options.baseUrl ?? env['NT24_BASE_URL'] ?? (await askFor('Base URL of the service', '--base-url'));
  const issuer =
    tokenUrl === undefined
      ? (options.issuer ?? env['NT24_ISSUER'] ?? (await askFor('Issuer (realm of the identity provider)', '--issuer')))
      : undefined;
  const clientId = options.clientId ?? env['NT24_CLIENT_ID'] ?? (await askFor('Client id', '--client-id'));
  const clientSecret = await secretOf(options);
  return { baseUrl, ...(tokenUrl === undefined ? { issuer } : { tokenUrl }), clientId, clientSecret };
}

async function askFor(what: string, flag: string): Promise<string> {
  if (!canAsk()) throw new UsageError(`${flag} is needed`);
  const answer = (await ask(`${what}: `)).trim();
  if (answer === '') throw new UsageError(`${flag} is needed`);
  return answer;
}

async function secretOf({ secretStdin = false }: Options): Promise<string> {
  const secret = secretStdin
    ? await readStdin()
    : (process.env['NT24_CLIENT_SECRET'] ?? (canAsk() ? await askSecret('Client secret (is not shown): ') : ''));
  if (secret === '') throw new UsageError('the secret is needed: --secret-stdin, or NT24_CLIENT_SECRET');
  return secret;
}

function onlyOf({ authorizedPartners: [only, ...others] }: Me): string | undefined {
  return others.length === 0 ? only?.uuid : undefined;
}

/** Kept is none that the client may not speak of: each later command would be refused. */
function sellerNamed(seller: string, { authorizedPartners }: Me): string {
  const found = authorizedPartners.find(({ uuid }) => uuid === seller.toLowerCase());
  if (found) return found.uuid;
  const its = sellerLines(authorizedPartners) || ' none yet';
  throw new UsageError(`the client may not speak of the seller that --seller names. Its sellers:${its}`);
}

function warnOfPlainHttp({ baseUrl, issuer, tokenUrl }: Profile): void {
  for (const text of [baseUrl, tokenUrl ?? issuer ?? '']) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
      note(`warning: ${url.origin} is not encrypted: whoever is on the way reads tokens and secrets`);
    }
  }
}
