import { lineToDatabase } from '../platform/db/line-to-database.ts';
import type { Config } from './config.ts';
import { isLoopback } from './parsers.ts';

/** What this configuration leaves unprotected or unsaid, one line each that begins with the variable that would close it. */
export function whatIsOpen(config: Config): string[] {
  const { database, smtp, scanner, http, webhooks, operator } = config;
  const lines: [isOpen: boolean, line: string][] = [
    [config.embedded, 'DATABASE_URL is not set: this is the demo, with a database and a master key of its own'],
    ...databaseLines(database.url),
    ...issuerLines(config),
    [!smtp, 'SMTP_URL names no mail server: mails become files in DATA_DIR/mail, nobody gets a mail'],
    [
      smtp !== undefined && /^smtp:/i.test(smtp.url) && !isLoopback(new URL(smtp.url).hostname),
      'SMTP_URL is smtp://: where the server offers no STARTTLS, password and mails are not encrypted on the way',
    ],
    [!scanner, 'CLAMD_URL is not set: files are taken without a virus scan and marked UNSCANNED'],
    [!config.verification, 'IDENFY_API_KEY is not set: no person can be verified, POST kyc/verify is 409'],
    [
      config.verification?.kind === 'sandbox',
      'IDENFY_API_KEY is not set: persons are verified in the sandbox, where whoever has the address clicks the outcome',
    ],
    [
      http.trustProxy === false && !config.embedded,
      'TRUST_PROXY is off: behind a proxy all callers have one address, and share its limits',
    ],
    ...viesLines(config.vies),
    [webhooks.allowLoopback, 'WEBHOOK_ALLOW_LOOPBACK is on: webhooks reach loopback, http and any port'],
    [operator.imprintUrl === undefined, 'IMPRINT_URL is not set: the page has no imprint'],
    [operator.privacyUrl === undefined, 'PRIVACY_URL is not set: the page has no privacy notice of yours'],
  ];
  return lines.filter(([isOpen]) => isOpen).map(([, line]) => line);
}

function databaseLines(url: string | undefined): [boolean, string][] {
  if (url === undefined) return [];
  const { host, isEncrypted, isVerified } = lineToDatabase(url);
  const isHere = host.startsWith('/') || isLoopback(host);
  return [
    [!isHere && !isEncrypted, 'DATABASE_URL has no sslmode: the way to the database is not encrypted'],
    [!isHere && isEncrypted && !isVerified, "DATABASE_URL does not have the database's certificate checked"],
  ];
}

function viesLines(vies: Config['vies']): [boolean, string][] {
  if (!vies) return [[true, 'VIES_URL is not set: no VAT number is checked, and none becomes VALID']];
  if (vies.isStandIn) return [[true, 'VIES_URL is not set: a stand-in of the demo answers for VIES, and knows nobody']];
  const { protocol, hostname } = new URL(vies.url);
  return [
    [protocol === 'http:' && !isLoopback(hostname), 'VIES_URL is http://: what VIES says is not encrypted on the way'],
    [
      vies.requester === undefined,
      'VIES_REQUESTER_VAT_NUMBER is not set: VIES gives no consultation numbers, the evidence of its checks',
    ],
  ];
}

/** Whoever can change the keys on their way makes tokens. */
function issuerLines({ oidc }: Config): [boolean, string][] {
  if (oidc.local) return [];
  const [name, url] = oidc.jwksUrl === undefined ? ['OIDC_ISSUER', oidc.issuer] : ['OIDC_JWKS_URL', oidc.jwksUrl];
  const { protocol, hostname } = new URL(url);
  return [
    [protocol === 'http:' && !isLoopback(hostname), `${name} is http://: the keys that judge tokens are not encrypted`],
  ];
}
