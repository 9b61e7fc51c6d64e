import { isIPv4 } from 'node:net';
import { resolve } from 'node:path';
import addressparser from 'nodemailer/lib/addressparser';
import { type GivenSealKey, sealKeyOfPem } from '../core/electronic-seal/index.ts';
import type { OperatorFacts } from '../core/operator-facts.ts';
import type { MasterKey } from '../platform/keyring.ts';
import type { Environment, EnvironmentSource, VariableName } from './env.ts';
import { readEnvironment } from './env.ts';
import { demoMasterKeys } from './demo-master-key.ts';
import { FILES_INSTEAD } from './parsers.ts';
import { ownUrlOf } from './own-url.ts';

/** Everything that can be set, read once at start and frozen. */
export interface Config {
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** Addresses and networks of proxies whose X-Forwarded-For counts. */
    readonly trustProxy: false | readonly string[];
  };
  /** For metrics and health; absent: the API has them on its own port, and a worker has none. */
  readonly admin?: { readonly host: string; readonly port: number };
  /** Without a slash at the end. */
  readonly publicBaseUrl: string;
  /** Sessions without `Secure`, since the pages come over plain http. Of the demo alone: false in production mode, whatever is set (decision 0042). */
  readonly plainCookies: boolean;
  /** Without a slash at the end. */
  readonly problemBaseUrl: string;
  /** The reference page of the API is served. */
  readonly docs: boolean;
  /** Absolute. */
  readonly dataDir: string;
  /** What is kept free on the disk of `dataDir`: below it no file begins to come. */
  readonly minFreeBytes: number;
  /** Of files that one organization may keep. */
  readonly fileQuotaBytes: number;
  readonly database: {
    /** Absent: the embedded database in `dataDir`. */
    readonly url?: string;
    readonly poolSize: number;
  };
  readonly oidc: {
    readonly issuer: string;
    readonly audience?: string;
    readonly jwksUrl?: string;
    /** The issuer is the identity provider inside this process (demo mode only). */
    readonly local: boolean;
  };
  /** By what the operator's commands make clients, where the identity provider is Keycloak. */
  readonly keycloak: {
    /** Of the realm, without a slash at the end; absent: beside the issuer, where Keycloak has it. */
    readonly adminUrl?: string;
    readonly clientId: string;
    readonly clientSecret?: string;
  };
  /** The first one seals, all of them open. */
  readonly masterKeys: readonly [MasterKey, ...MasterKey[]];
  /** Absent: mails become files in `dataDir`/mail. */
  readonly smtp?: {
    readonly url: string;
    /** By which we introduce ourselves to the server. */
    readonly name: string;
  };
  readonly mailFrom: string;
  readonly operator: OperatorFacts;
  readonly logLevel: string;
  /** False: production mode, an operator's own database. */
  readonly embedded: boolean;
  /** Make demo data when there is no organization yet; false in production mode. */
  readonly demo: boolean;
  readonly dpaVersion: string;
  /** Of the demo alone. */
  readonly sandbox?: {
    /** By which ids are the same in every run. */
    readonly seed?: string;
    /** When the clock of a new demo begins, in milliseconds since 1970. */
    readonly startMs?: number;
  };
  /** Document types, `FAMILY_*` for any of a family. */
  readonly completeDocuments: readonly string[];
  /** After so many days what nobody has decided about is removed. */
  readonly prospectRetentionDays: number;
  /** clamd; absent: files are taken unscanned. */
  readonly scanner?: { readonly host: string; readonly port: number } | { readonly path: string };
  readonly seal: {
    /** Absent: a key is made, and papers say so. */
    readonly given?: GivenSealKey;
    /** Absent: seals hold no time-stamp. */
    readonly timeStampUrl?: string;
  };
  /** By what VAT numbers are checked; absent: none are. */
  readonly vies?: {
    /** Without a slash at the end. */
    readonly url: string;
    /** Whose question it is, a VAT number. */
    readonly requester?: string;
    /** It is the demo's own, inside this process. */
    readonly isStandIn: boolean;
  };
  /** Who verifies persons; absent: nobody. The sandbox is of the demo alone. */
  readonly verification?:
    | {
        readonly kind: 'idenfy';
        readonly apiUrl: string;
        readonly apiKey: string;
        readonly apiSecret: string;
        readonly callbackKey: string;
      }
    | { readonly kind: 'sandbox' };
  readonly webhooks: {
    /** Opens loopback, http and any port to webhooks, for development. */
    readonly allowLoopback: boolean;
  };
  readonly shutdownGraceMs: number;
}

/** Every wrong or missing variable, one line each. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`wrong settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

export interface LoadOptions {
  /** Insists on production mode. */
  readonly requireDatabase: boolean;
  /** It opens the database and goes: nobody is served, and no mail sent. */
  readonly isTool?: boolean;
  /** How a person has started the demo. In production mode it changes nothing. */
  readonly demo?: DemoWish;
}

export interface DemoWish {
  /** Of this machine: where the demo listens, and how its links begin, in place of the loopback interface. */
  readonly lanAddress?: string;
}

const MEGABYTE = 1024 * 1024;
const REQUIRED_IN_PRODUCTION = ['DATABASE_URL', 'OIDC_ISSUER', 'PUBLIC_BASE_URL', 'MASTER_KEY'] as const;
/** Left out by mistake, each of them would leave something open or unsaid that nobody notices. */
const REQUIRED_TO_SERVE = ['OIDC_AUDIENCE', 'SMTP_URL', 'ABUSE_CONTACT', 'OPERATOR_NAME'] as const;

/**
 * `DATABASE_URL` turns production mode on; `requireDatabase` insists on it. Without it the demo's own defaults hold, and its
 * master key is made in the data folder.
 * @throws ConfigError with all problems together
 */
export function loadConfig(source: EnvironmentSource, options: LoadOptions): Config {
  const { environment, problems } = readEnvironment(source);
  const production = options.requireDatabase || isSet(source, 'DATABASE_URL');
  problems.push(...(production ? missingInProduction(source, options) : strayInDemo(source, options)));
  if (production) problems.push(...sandboxWords(source));
  problems.push(...besideLanAddress(source, options), ...sealProblems(environment), ...halfIdenfy(source));
  if (problems.length > 0) throw new ConfigError(problems);
  return deepFreeze(production ? productionConfig(environment) : demoConfig(environment, options.demo));
}

function besideLanAddress(source: EnvironmentSource, { demo }: LoadOptions): string[] {
  if (demo?.lanAddress === undefined) return [];
  return (['DATABASE_URL', 'HOST', 'PUBLIC_BASE_URL'] as const)
    .filter((name) => isSet(source, name))
    .map((name) => `${name} cannot be set beside --lan, which is of the demo and says its address`);
}

/** Who sets one believes that time and ids are made up here. */
function sandboxWords(source: EnvironmentSource): string[] {
  return Object.keys(source)
    .filter((name) => name.startsWith('SANDBOX_') && Boolean(source[name]?.trim()))
    .map((name) => `${name} is of the demo, which DATABASE_URL turns off: production has no sandbox`);
}

const IDENFY = ['IDENFY_API_KEY', 'IDENFY_API_SECRET', 'IDENFY_CALLBACK_KEY'] as const;

function halfIdenfy(source: EnvironmentSource): string[] {
  const missing = IDENFY.filter((name) => !isSet(source, name));
  return missing.length === IDENFY.length
    ? []
    : missing.map((name) => `${name} is required beside the others of iDenfy`);
}

function isSet(source: EnvironmentSource, name: VariableName): boolean {
  return Boolean(source[name]?.trim());
}

function missingInProduction(source: EnvironmentSource, { isTool }: LoadOptions): string[] {
  return [...REQUIRED_IN_PRODUCTION, ...(isTool ? [] : REQUIRED_TO_SERVE)]
    .filter((name) => !isSet(source, name))
    .map((name) => `${name} is required in production mode${name === 'SMTP_URL' ? WITHOUT_MAIL : ''}`);
}

const WITHOUT_MAIL = `; SMTP_URL=${FILES_INSTEAD} makes mails files in DATA_DIR/mail`;

/** A tool would provision into an embedded database, made for the moment, what is meant for the one that it was not told of. */
function strayInDemo(source: EnvironmentSource, { isTool }: LoadOptions): string[] {
  const given = [...REQUIRED_IN_PRODUCTION, ...REQUIRED_TO_SERVE].filter((name) => isSet(source, name));
  if (!isTool || given.length === 0 || isSet(source, 'DEMO')) return [];
  return [`DATABASE_URL is required beside ${given.join(', ')}; DEMO=on means the demo's embedded database`];
}

function productionConfig(env: Environment): Config {
  const { OIDC_ISSUER: issuer, PUBLIC_BASE_URL: publicBaseUrl, MASTER_KEY: masterKeys, DATABASE_URL: url } = env;
  if (!issuer || !publicBaseUrl || !masterKeys || !url) throw new Error('required variables were not checked');
  return {
    ...commonConfig(env),
    publicBaseUrl,
    plainCookies: false,
    database: { url, poolSize: env.DATABASE_POOL_SIZE },
    oidc: {
      issuer,
      ...optional('audience', env.OIDC_AUDIENCE),
      ...optional('jwksUrl', env.OIDC_JWKS_URL),
      local: false,
    },
    masterKeys,
    ...smtpSettings(env, publicBaseUrl),
    ...mailSettings(env, `no-reply@${new URL(publicBaseUrl).hostname}`),
    ...idenfySettings(env),
    logLevel: env.LOG_LEVEL ?? 'info',
    ...viesSettings(env, undefined),
    webhooks: { allowLoopback: env.WEBHOOK_ALLOW_LOOPBACK === 'on' },
    embedded: false,
    demo: false,
  };
}

function demoConfig(given: Environment, wish: DemoWish | undefined): Config {
  const env = { ...given, HOST: wish?.lanAddress ?? given.HOST };
  const ownUrl = ownUrlOf({ host: env.HOST, port: env.PORT });
  return {
    ...commonConfig(env),
    publicBaseUrl: env.PUBLIC_BASE_URL ?? ownUrl,
    plainCookies: wish !== undefined && env.PUBLIC_BASE_URL === undefined,
    database: { poolSize: env.DATABASE_POOL_SIZE },
    oidc: {
      issuer: env.OIDC_ISSUER ?? `${ownUrl}/realms/nt24-idp`,
      ...optional('audience', env.OIDC_AUDIENCE),
      ...optional('jwksUrl', env.OIDC_JWKS_URL),
      local: env.OIDC_ISSUER === undefined,
    },
    masterKeys: env.MASTER_KEY ?? demoMasterKeys(resolve(env.DATA_DIR)),
    ...smtpSettings(env, env.PUBLIC_BASE_URL ?? ownUrl),
    ...mailSettings(env, 'NT24 <no-reply@nt24.example>'),
    verification: idenfySettings(env).verification ?? { kind: 'sandbox' },
    logLevel: env.LOG_LEVEL ?? 'warn',
    ...viesSettings(env, `${ownUrl}${VIES_STAND_IN_PATH}`),
    webhooks: { allowLoopback: env.WEBHOOK_ALLOW_LOOPBACK !== 'off' },
    embedded: true,
    demo: env.DEMO === 'on',
    sandbox: {
      ...optional('seed', env.SANDBOX_SEED),
      ...(env.SANDBOX_NOW !== undefined && { startMs: env.SANDBOX_NOW }),
    },
  };
}

/** Where the demo's API answers in the place of VIES. */
export const VIES_STAND_IN_PATH = '/demo/vies';

function viesSettings(
  { VIES_URL: given, VIES_REQUESTER_VAT_NUMBER: requester }: Environment,
  standIn: string | undefined,
): Pick<Config, 'vies'> {
  const url = given ?? standIn;
  if (url === undefined || url === false) return {};
  return { vies: { url, ...optional('requester', requester), isStandIn: given === undefined } };
}

function commonConfig(env: Environment) {
  return {
    http: { host: env.HOST, port: env.PORT, trustProxy: env.TRUST_PROXY },
    ...(env.ADMIN_PORT === undefined ? {} : { admin: { host: env.ADMIN_HOST ?? env.HOST, port: env.ADMIN_PORT } }),
    problemBaseUrl: env.PROBLEM_BASE_URL,
    keycloak: {
      clientId: env.KEYCLOAK_ADMIN_CLIENT,
      ...optional('adminUrl', env.KEYCLOAK_ADMIN_URL),
      ...optional('clientSecret', env.KEYCLOAK_ADMIN_SECRET),
    },
    docs: env.DOCS === 'on',
    dataDir: resolve(env.DATA_DIR),
    minFreeBytes: env.DATA_MIN_FREE_MB * MEGABYTE,
    fileQuotaBytes: env.FILES_QUOTA_MB * MEGABYTE,
    dpaVersion: env.DPA_VERSION,
    completeDocuments: env.COMPLETE_DOCUMENTS,
    prospectRetentionDays: env.PROSPECT_RETENTION_DAYS,
    ...(env.CLAMD_URL === undefined ? {} : { scanner: env.CLAMD_URL }),
    seal: { ...givenSeal(env), ...optional('timeStampUrl', env.TIMESTAMP_URL) },
    shutdownGraceMs: env.SHUTDOWN_GRACE_MS,
  };
}

function givenSeal({ SEAL_KEY_FILE: privateKey, SEAL_CHAIN_FILE: chain }: Environment): { given?: GivenSealKey } {
  return privateKey === undefined || chain === undefined ? {} : { given: { privateKey, chain } };
}

/** Better now than with the first paper. */
function sealProblems(env: Environment): string[] {
  const { given } = givenSeal(env);
  if ((env.SEAL_KEY_FILE === undefined) !== (env.SEAL_CHAIN_FILE === undefined))
    return ['SEAL_KEY_FILE and SEAL_CHAIN_FILE are given together or not at all'];
  try {
    if (given) sealKeyOfPem(given);
    return [];
  } catch (error) {
    return [`SEAL_KEY_FILE and SEAL_CHAIN_FILE do not fit: ${error instanceof Error ? error.message : 'unreadable'}`];
  }
}

function smtpSettings({ SMTP_URL: url, SMTP_NAME: name }: Environment, publicBaseUrl: string): Pick<Config, 'smtp'> {
  if (url === undefined || url === FILES_INSTEAD) return {};
  return { smtp: { url, name: name ?? mailNameOf(new URL(publicBaseUrl).hostname) } };
}

function idenfySettings(env: Environment): Pick<Config, 'verification'> {
  const { IDENFY_API_KEY: apiKey, IDENFY_API_SECRET: apiSecret, IDENFY_CALLBACK_KEY: callbackKey } = env;
  if (apiKey === undefined || apiSecret === undefined || callbackKey === undefined) return {};
  return { verification: { kind: 'idenfy', apiUrl: env.IDENFY_API_URL, apiKey, apiSecret, callbackKey } };
}

/** An address stands in brackets (RFC 5321, 4.1.3). */
function mailNameOf(hostname: string): string {
  if (isIPv4(hostname)) return `[${hostname}]`;
  return hostname.startsWith('[') ? `[IPv6:${hostname.slice(1)}` : hostname;
}

const DEMO_OPERATOR = 'NT24 demo';

/** In the demo the operator goes by the name and the address that his mails come from; an address is no name. */
function mailSettings(env: Environment, defaultSender: string): Pick<Config, 'mailFrom' | 'operator'> {
  const mailFrom = env.MAIL_FROM ?? defaultSender;
  const sender = addressparser(mailFrom, { flatten: true })[0];
  const address = sender?.address || mailFrom;
  const operator = {
    name: env.OPERATOR_NAME ?? (sender?.name || DEMO_OPERATOR),
    abuseContact: env.ABUSE_CONTACT ?? address,
    ...optional('imprintUrl', env.IMPRINT_URL),
    ...optional('privacyUrl', env.PRIVACY_URL),
  };
  return { mailFrom, operator };
}

function optional<Name extends string>(name: Name, value: string | undefined): { [N in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [N in Name]?: string });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
