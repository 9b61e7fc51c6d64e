import {
  InvalidValue,
  baseUrl,
  baseUrlOrOff,
  instant,
  integer,
  list,
  mailAddress,
  mailHostName,
  mailServer,
  masterKeys,
  oneOf,
  readableFile,
  secureBaseUrl,
  serviceBaseUrl,
  serviceUrl,
  socketAddress,
  text,
  trustedProxies,
  url,
  vatNumber,
} from './parsers.ts';
import type { Parser } from './parsers.ts';

interface Variable<T> {
  readonly parse: Parser<T>;
  readonly description: string;
  /** Written as an operator would write it. */
  readonly default?: string;
  readonly secret?: true;
}

const documentType: Parser<string> = (value) => {
  if (!/^[A-Z]+(_[A-Z]+)*(_\*)?$/.test(value))
    throw new InvalidValue('must list document types such as COC_EXTRACT or CONTACT_*');
  return value;
};

/** Every variable that the server knows. The README's table lists them in this order. */
export const variables = {
  PORT: { parse: integer(1, 65_535), default: '8080', description: 'TCP port of the HTTP server' },
  HOST: { parse: text, default: '127.0.0.1', description: 'address to listen on' },
  ADMIN_PORT: {
    parse: integer(1, 65_535),
    description:
      'TCP port of its own for metrics and health, of a worker too; without it the API has them on PORT, and a worker has none',
  },
  ADMIN_HOST: { parse: text, description: 'address to listen on with ADMIN_PORT; default: HOST' },
  DATA_DIR: {
    parse: text,
    default: '.data',
    description: 'folder for files, and for the embedded database and mails of the demo',
  },
  DATA_MIN_FREE_MB: {
    parse: integer(0, 100_000_000),
    default: '256',
    description:
      'megabytes that stay free on the disk of DATA_DIR: below them no new file is taken (503), and unfinished uploads are removed, the oldest first',
  },
  FILES_QUOTA_MB: {
    parse: integer(1, 1_000_000_000),
    default: '100000',
    description:
      'megabytes of files that one organization may keep, sent by its clients and by the buyers that it invited; beyond them files are refused',
  },
  DATABASE_URL: {
    parse: url('postgres', 'postgresql'),
    secret: true,
    description: 'PostgreSQL 15 or newer; its presence turns production mode on',
  },
  DATABASE_POOL_SIZE: {
    parse: integer(2, 200),
    default: '8',
    description:
      'database connections per process, and two more on which look-ups and commits of the same moment share a round trip, and two for lists; others besides: "Running it for real"',
  },
  OIDC_ISSUER: { parse: url('https', 'http'), description: 'issuer of access tokens, as in their `iss`' },
  OIDC_AUDIENCE: {
    parse: text,
    description: 'required `aud` of access tokens; in the demo not checked when absent',
  },
  OIDC_JWKS_URL: {
    parse: url('https', 'http'),
    description: 'signing keys; default: {issuer}/protocol/openid-connect/certs, as Keycloak has it',
  },
  KEYCLOAK_ADMIN_URL: {
    parse: serviceBaseUrl,
    description:
      "for `ops clients` with Keycloak: the realm's admin API; default: OIDC_ISSUER with /admin/realms/ for /realms/",
  },
  KEYCLOAK_ADMIN_CLIENT: {
    parse: text,
    default: 'nt24-ops',
    description: 'for the same: the client by which the commands sign in, as deploy/keycloak has it',
  },
  KEYCLOAK_ADMIN_SECRET: { parse: text, secret: true, description: 'the secret of that client; no server needs it' },
  PUBLIC_BASE_URL: {
    parse: secureBaseUrl,
    description: 'https address under which buyers reach the page; links start with it',
  },
  PROBLEM_BASE_URL: {
    parse: baseUrl,
    default: 'https://api.novatrade24.com/problems',
    description: 'start of every problem `type`',
  },
  MASTER_KEY: {
    parse: masterKeys,
    secret: true,
    description: '`<id>:<base64 of 32 bytes>`, comma-separated; the first one seals, all of them open',
  },
  SMTP_URL: {
    parse: mailServer,
    secret: true,
    description:
      'mail server, such as `smtps://user:password@host:465`; `file:` makes mails files in DATA_DIR/mail, as the demo does by itself',
  },
  SMTP_NAME: {
    parse: mailHostName,
    description: 'name by which we introduce ourselves to the mail server (EHLO); default: the host of PUBLIC_BASE_URL',
  },
  MAIL_FROM: { parse: text, description: 'sender of mails; default: no-reply at the host of PUBLIC_BASE_URL' },
  ABUSE_CONTACT: {
    parse: mailAddress,
    description: 'mail address to which misuse is reported; default in the demo: the address of MAIL_FROM',
  },
  OPERATOR_NAME: {
    parse: text,
    description: 'who runs the service, as buyers read it; default in the demo: the name in MAIL_FROM, or `NT24 demo`',
  },
  LOG_LEVEL: {
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    description: 'least severe log line written; default: info in production, warn in the demo',
  },
  DEMO: {
    parse: oneOf('on', 'off'),
    default: 'on',
    description: 'make demo data on the first start; never in production mode',
  },
  DPA_VERSION: { parse: text, default: '2026-01', description: 'version of the data processing agreement in force' },
  TRUST_PROXY: {
    parse: trustedProxies,
    default: 'off',
    description: 'proxies whose X-Forwarded-For counts: `off`, or addresses and networks, comma-separated',
  },
  DOCS: {
    parse: oneOf('on', 'off'),
    default: 'on',
    description: 'the reference of the API for people, at /docs; /v1/openapi.json is there either way',
  },
  COMPLETE_DOCUMENTS: {
    parse: list(documentType),
    default: 'COC_EXTRACT,VAT_CERTIFICATE,AML_DECLARATION,CONTACT_*',
    description: 'document types that make a KYC file complete',
  },
  CLAMD_URL: {
    parse: socketAddress,
    description:
      "ClamAV's daemon, such as `tcp://clamav:3310` or `unix:/run/clamav/clamd.ctl`, with `AlertExceedsMax yes`; without it files are taken unscanned",
  },
  SEAL_KEY_FILE: {
    parse: readableFile,
    secret: true,
    description:
      'PEM file of the key that seals papers such as the KYC profile, on P-256, P-384, P-521 or RSA of 2048 bits and more; without it one is made, and papers say that their seal is not a qualified one',
  },
  SEAL_CHAIN_FILE: {
    parse: readableFile,
    description: 'PEM file with the certificate of SEAL_KEY_FILE, and behind it those that vouch for it',
  },
  TIMESTAMP_URL: {
    parse: serviceUrl,
    description:
      'time-stamp service (RFC 3161) asked for each seal; while it gives no answer, papers that need one are 503',
  },
  PROSPECT_RETENTION_DAYS: {
    parse: integer(30, 3_650),
    default: '180',
    description:
      'days after which what people have sent on published links is removed where nobody has decided about it; the contact of the seller is told 14 days before',
  },
  SANDBOX_SEED: {
    parse: text,
    description:
      'of the demo alone: words by which ids and client secrets of a new demo, and the ids of what calls make in it, are the same in every run',
  },
  SANDBOX_NOW: {
    parse: instant,
    description: 'of the demo alone: when the clock of a new demo begins, such as `2026-01-15T09:00:00Z`',
  },
  VIES_URL: {
    parse: baseUrlOrOff,
    description:
      "the EU's VIES service, by which VAT numbers are checked, such as `https://ec.europa.eu/taxation_customs/vies/rest-api`; `off`: none are; default: off in production, a stand-in in the demo",
  },
  VIES_REQUESTER_VAT_NUMBER: {
    parse: vatNumber,
    description:
      'VAT number in whose name VIES is asked, such as `DE123456789`; without it answers carry no consultation number',
  },
  IDENFY_API_KEY: {
    parse: text,
    secret: true,
    description:
      'API key of iDenfy, which verifies persons; without it production verifies nobody, and the demo has a sandbox in its place',
  },
  IDENFY_API_SECRET: { parse: text, secret: true, description: 'the secret of that key' },
  IDENFY_CALLBACK_KEY: {
    parse: text,
    secret: true,
    description: "signing key of iDenfy's webhook, which leads to {PUBLIC_BASE_URL}/callbacks/idenfy",
  },
  IDENFY_API_URL: { parse: serviceBaseUrl, default: 'https://ivs.idenfy.com', description: "address of iDenfy's API" },
  WEBHOOK_ALLOW_LOOPBACK: {
    parse: oneOf('on', 'off'),
    description:
      'opens loopback, http and any port to webhooks, for development; default: off in production, on in the demo',
  },
  SHUTDOWN_GRACE_MS: {
    parse: integer(0, 60_000),
    default: '8000',
    description: 'longest wait for calls and jobs in flight after SIGTERM, in milliseconds',
  },
  IMPRINT_URL: { parse: url('https', 'http'), description: "operator's imprint, linked on the page" },
  PRIVACY_URL: { parse: url('https', 'http'), description: "operator's privacy notice, linked on the page" },
} as const satisfies Record<string, Variable<unknown>>;

type Variables = typeof variables;
export type VariableName = keyof Variables;
export type EnvironmentSource = Readonly<Record<string, string | undefined>>;

/** Parsed values; a variable that is neither set nor has a default is undefined. */
export type Environment = {
  readonly [Name in VariableName]:
    ReturnType<Variables[Name]['parse']> | (Variables[Name] extends { readonly default: string } ? never : undefined);
};

/** Parses all variables. An empty one counts as absent. Problems are sentences that start with the variable's name. */
export function readEnvironment(source: EnvironmentSource): { environment: Environment; problems: string[] } {
  const problems: string[] = [];
  const entries = Object.entries(variables).map(([name, variable]: [string, Variable<unknown>]) => {
    const written = source[name]?.trim() || variable.default;
    try {
      return [name, written === undefined ? undefined : variable.parse(written)] as const;
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      problems.push(`${name} ${error.message}`);
      return [name, undefined] as const;
    }
  });
  return { environment: asEnvironment(Object.fromEntries(entries)), problems };
}

/** Safe: the entries come from `variables` itself; where parsing failed, `problems` keeps the caller from using them. */
function asEnvironment(values: Record<string, unknown>): Environment {
  return values as Environment;
}
