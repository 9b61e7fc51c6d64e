import type { IRegularForbiddenRuleType } from 'dependency-cruiser';

const SERVER = '^packages/server/src/';
const TESTS = '\\.(test|test-support)\\.ts$';

/** Lowest first. A part imports itself and what lies on the lines below its own; but delivery knows no module that sends by it. */
const lines = [
  ['platform', 'schema'],
  ['core'],
  ['modules/files', 'modules/texts'],
  ['modules/parties'],
  ['modules/kyc', 'modules/delivery'],
  ['modules/self-service', 'modules/trade'],
  ['web'],
];
const ofDelivery = ['platform', 'schema', 'core', 'modules/texts'];

/** Folders that are entered by their index.ts alone; but the app enters what only an API process needs by their serving.ts. */
const FACED = `${SERVER}(?:core/[^/]+|modules/(?:files|texts)|modules/(?!files/|texts/)[^/]+/[^/]+|web/portal)/`;

const APP = `${SERVER}app\\.ts$`;

/** The rules of docs/architecture.md. Imports of types count like all others, and so do dynamic ones. */
export const importRules: readonly IRegularForbiddenRuleType[] = [
  ...lines.flatMap((line, n) =>
    line.map((part) => downwards(part, part === 'modules/delivery' ? ofDelivery : lines.slice(0, n).flat())),
  ),
  downwards('config', ['core', 'platform']),
  rule('app knows neither main nor demo', { from: `${SERVER}[^/]+\\.ts$`, to: `${SERVER}(main|demo)/` }),
  rule('demo does not know main', { from: `${SERVER}demo/`, to: `${SERVER}main/` }),
  {
    ...rule('demo is entered by a dynamic import', { from: `${SERVER}main/`, to: `${SERVER}demo/` }),
    to: { path: `${SERVER}demo/`, dynamic: false },
  },
  rule('of its own wing, delivery knows only the outbox', {
    from: `${SERVER}modules/delivery/([^/]+)/`,
    to: `${SERVER}modules/delivery/`,
    toNot: [`${SERVER}modules/delivery/$1/`, `${SERVER}modules/delivery/mail/`],
  }),
  rule('a module enters another by its index.ts', { from: `(${FACED})`, to: FACED, toNot: ['^$1', '/index\\.ts$'] }),
  rule('a module is entered by its index.ts', {
    from: SERVER,
    fromNot: [FACED, APP],
    to: FACED,
    toNot: ['/index\\.ts$'],
  }),
  rule('the app enters a module by its index.ts or serving.ts', {
    from: APP,
    to: FACED,
    toNot: ['/(index|serving)\\.ts$'],
  }),
  rule('the server knows neither tests nor tools', {
    from: SERVER,
    to: `^(tests|bench|chaos|scripts|packages/(harness|guards))/|${TESTS}`,
  }),
  rule('sdk, portal and cli know nothing of the server', {
    from: '^packages/(sdk|portal|cli)/',
    to: '^(tests|bench|chaos|scripts|packages/(server|harness|guards))/',
  }),
  rule('cli knows only the sdk', {
    from: '^packages/cli/',
    to: '^packages/portal/',
  }),
  rule('no folder for this and that', { from: '', to: '(^|/)(utils|helpers|common)/', toNot: ['node_modules/'] }),
  { name: 'no cycle', severity: 'error', from: {}, to: { circular: true } },
];

interface Ends {
  readonly from: string;
  readonly fromNot?: readonly string[];
  readonly to: string;
  readonly toNot?: readonly string[];
}

/** Forbids an import. Tests may import what they like. */
function rule(name: string, { from, fromNot = [], to, toNot = [] }: Ends): IRegularForbiddenRuleType {
  return {
    name,
    severity: 'error',
    from: { path: from, pathNot: [TESTS, ...fromNot] },
    to: { path: to, pathNot: [...toNot] },
  };
}

function downwards(part: string, below: readonly string[]): IRegularForbiddenRuleType {
  const toNot = [part, ...below].map((one) => `${SERVER}${one}/`);
  return rule(`${part} imports only what is below it`, { from: `${SERVER}${part}/`, to: SERVER, toNot });
}
