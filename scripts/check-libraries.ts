/**
 * `npm run libraries`: what a library does for the server is done in one place, so that it is not done by hand in another.
 * Prints each breach as file:line and exits 1 when there is one.
 */
import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const SOURCE = 'packages/server/src';

interface Rule {
  /** The trace that such code leaves in a line. */
  readonly trace: RegExp;
  /** Where it may stand. */
  readonly places: readonly string[];
  readonly instead: string;
}

const RULES: readonly Rule[] = [
  {
    trace: /['"`]accept-(encoding|language)['"`]|headers\.accept\b|headers: \{ accept\s*[=,}]|headers\[['"`]accept\b/,
    places: [],
    instead: 'what a caller likes best is found by negotiator',
  },
  {
    trace: /['"`]content-encoding['"`]/,
    places: ['platform/http/kept-asset.ts', 'web/shared/compress-pages.ts', 'platform/http/server.ts'],
    instead: 'answers are coded in compress-pages.ts and kept-asset.ts',
  },
  {
    trace: /\b(brotliCompress|gzip|createBrotliCompress|createGzip|brotliCompressSync|gzipSync)\(/,
    places: ['platform/http/kept-asset.ts', 'web/shared/compress-pages.ts'],
    instead: 'answers are coded in compress-pages.ts and kept-asset.ts',
  },
  {
    trace: /['"`]if-none-match['"`]/,
    places: ['platform/http/known-version.ts'],
    instead: 'ask isKnownVersion',
  },
  {
    trace:
      /['"`](strict-transport-security|x-content-type-options|x-frame-options|referrer-policy|cross-origin-[a-z-]+)['"`]/,
    places: [],
    instead: 'security headers come from helmet, by security-headers.ts',
  },
  {
    trace: /['"`]content-security-policy['"`]/,
    places: [
      'core/api/reference-page.ts',
      'demo/outbox/register-outbox.ts',
      'modules/kyc/documents/read-document-content.ts',
      'modules/self-service/invitations/prospect-links/link-routes.ts',
      'web/shared/public-headers.ts',
    ],
    instead: 'the policy of security-headers.ts stands on every answer',
  },
  {
    trace: /\.hijack\(/,
    places: ['platform/http/security-headers.ts'],
    instead: 'an answer is left to others by handOver, with its headers',
  },
  {
    trace: /\bparseArgs\b|\bprocess\.argv\b/,
    places: ['main/all-in-one.ts', 'main/ops.ts', 'main/run.js'],
    instead: 'commands are read by commander',
  },
  {
    trace: /\.split\((['"`])::?\1|::ffff:/i,
    places: [],
    instead: 'addresses are read by ipaddr.js',
  },
  {
    trace: /\[A-Z\]\{2\}\$|type: 'region', fallback/,
    places: ['modules/parties/buyers/schemas.ts', 'modules/texts/formats.ts'],
    instead: 'ask isCountryCode',
  },
];

const files = globSync(`${SOURCE}/**/*.ts`).filter((file) => !/\.(test|test-support)\.ts$/.test(file));
const breaches = files.flatMap(breachesOf);
for (const breach of breaches) console.error(breach);
console.log(`libraries: ${files.length} files, ${breaches.length} breaches`);
process.exitCode = breaches.length === 0 ? 0 : 1;

function breachesOf(file: string): string[] {
  const place = relative(SOURCE, file);
  const rules = RULES.filter(({ places }) => !places.includes(place));
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text, n) =>
      rules.filter(({ trace }) => trace.test(text)).map(({ instead }) => `${file}:${n + 1} ${instead}`),
    );
}
