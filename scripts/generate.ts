/**
 * `npm run generate`: writes openapi.json, pages of docs/, the SDK's types and tables, the page's script and styles, and the README's
 * table out of the code, and the schema with its row types out of an embedded database that has all migrations. With `--check` it
 * writes nothing and exits 1 when a committed file differs.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { format } from 'prettier';
import type { OpenapiDocument } from '../packages/sdk/generate/openapi-document.ts';
import { sdkFiles } from '../packages/sdk/generate/sdk-files.ts';
import { compose } from '../packages/server/src/compose.ts';
import { declared } from '../packages/server/src/modules.ts';
import { buildApp } from '../packages/server/src/app.ts';
import { loadConfig } from '../packages/server/src/config/config.ts';
import { variables } from '../packages/server/src/config/env.ts';
import { openDatabase } from '../packages/server/src/platform/db/database.ts';
import { createLogger } from '../packages/server/src/platform/logger.ts';
import { createTokenVerifier } from '../packages/server/src/platform/tokens/index.ts';
import { buildReference, buildScript, buildStyles } from './build-portal.ts';
import { type CallsDocument, httpFile, postmanCollection } from './call-collections.ts';
import { readCatalogue } from './catalogue/read-catalogue.ts';
import { cliPage } from './cli-page.ts';
import { eventDataTypes } from './event-data-types.ts';
import { eventsPage, pageWithExamples, quickStartPages } from './webhook-pages.ts';

const openapi = JSON.stringify(await openapiDocument());
const generated: Readonly<Record<string, string>> = {
  'openapi.json': await format(openapi, { parser: 'json', printWidth: 120 }),
  'docs/problems.md': problemsPage(),
  'docs/nt24.http': httpFile(JSON.parse(openapi) as CallsDocument),
  'docs/nt24.postman_collection.json': await format(
    JSON.stringify(postmanCollection(JSON.parse(openapi) as CallsDocument)),
    { parser: 'json', printWidth: 120 },
  ),
  'docs/events.md': eventsPage(declared.events),
  'packages/sdk/src/event-data.ts': await eventDataTypes(declared.events),
  ...(await sdkFiles(
    JSON.parse(openapi) as OpenapiDocument,
    declared.problems.map(({ slug }) => slug),
  )),
  'docs/webhooks.md': pageWithExamples(),
  ...quickStartPages(),
  'docs/cli.md': await cliPage(),
  'packages/portal/dist/portal.js': await buildScript(),
  'packages/portal/dist/reference.js': await buildReference(),
  'packages/portal/dist/portal.css': await buildStyles(),
  'README.md': readmeWithVariables(),
  ...(await readCatalogue()),
};

const stale = Object.entries(generated).filter(
  ([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text,
);
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is not fresh: run npm run generate`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

async function openapiDocument(): Promise<object> {
  const url = 'postgres://nobody@127.0.0.1:1/none';
  const published = {
    PUBLIC_BASE_URL: 'https://api.novatrade24.com',
    OIDC_ISSUER: 'https://idp.novatrade24.com/realms/nt24-idp',
  };
  const masterKey = `1:${randomBytes(32).toString('base64')}`;
  const config = loadConfig(
    { ...published, DATABASE_URL: url, MASTER_KEY: masterKey },
    { requireDatabase: true, isTool: true },
  );
  const log = createLogger('silent');
  const db = openDatabase({ url, poolSize: 1, log });
  const { deps, metrics } = compose({ config, db, databaseUrl: url, log, print: () => undefined });
  const tokens = createTokenVerifier({ issuer: config.oidc.issuer, clock: deps.clock, log });
  const app = await buildApp({ config, deps, metrics, tokens, phase: { now: 'serving' } });
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}

/** The README as it is, with its table of variables made anew. */
function readmeWithVariables(): string {
  const [start, end] = ['<!-- variables -->', '<!-- /variables -->'];
  const readme = readFileSync('README.md', 'utf8');
  const rows = Object.entries(variables).map(([name, variable]: [string, { default?: string; description: string }]) =>
    ['', `\`${name}\``, variable.default === undefined ? '' : `\`${variable.default}\``, variable.description, '']
      .join(' | ')
      .trim(),
  );
  const table = ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
  const [before = '', rest = ''] = readme.split(start);
  return `${before}${start}\n${table}\n${end}${rest.split(end)[1] ?? ''}`;
}

function problemsPage(): string {
  const { problems } = declared;
  return [
    '# Problems',
    '',
    'Every error is `application/problem+json` (RFC 9457). Key on `type`; its last segment is the slug. `traceId` is the `X-Request-Id` of the call.',
    '',
    'A problem that is *kept* is the answer of its `Idempotency-Key` from then on: after mending what it names, send a new key. All others leave the key free.',
    '',
    '| status | slug | kept | title |',
    '|---|---|---|---|',
    ...problems.map(
      ({ slug, status, title, kept }) => `| ${status} | [\`${slug}\`](#${slug}) | ${kept ? 'yes' : ''} | ${title} |`,
    ),
    ...problems.flatMap(({ slug, remedy }) => ['', `## ${slug}`, '', remedy]),
    '',
  ].join('\n');
}
