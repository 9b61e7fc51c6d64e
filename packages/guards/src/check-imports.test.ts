import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { checkImports } from './check-imports.ts';

const trees: string[] = [];
after(() => trees.forEach((tree) => rmSync(tree, { recursive: true })));

/** The breaches of a tree of files, given by path with their text. A path with a short beginning is one of the server's. */
async function breachesOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const tree = mkdtempSync(join(tmpdir(), 'nt24-imports-'));
  trees.push(tree);
  for (const [name, text] of Object.entries(files)) {
    const path = join(tree, pathOf(name));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const { breaches } = await checkImports(tree, ['packages', 'tests']);
  return breaches.map(({ breach, at }) => `${breach} -> ${at}`.replaceAll('packages/server/src/', ''));
}

function pathOf(name: string): string {
  return /^(packages|tests)\//.test(name) ? name : `packages/server/src/${name}`;
}

const empty = 'export {};';
/** The least that each part of the house consists of, without a breach. */
const house = {
  'platform/clock.ts': empty,
  'core/api/index.ts': "export { inside } from './inside.ts';",
  'core/api/serving.ts': "export { inside } from './inside.ts';",
  'core/api/inside.ts': "import '../../platform/clock.ts'; export const inside = 1;",
  'core/module.ts': empty,
  'config/config.ts': empty,
  'modules/files/index.ts': "import '../../core/module.ts';",
  'modules/files/judging/judge.ts': empty,
  'modules/texts/index.ts': "import '../../core/module.ts';",
  'modules/parties/buyers/index.ts': "import '../../../core/api/index.ts'; import './row.ts';",
  'modules/parties/buyers/row.ts': empty,
  'modules/parties/brand/index.ts': "import '../buyers/index.ts';",
  'modules/kyc/documents/index.ts': "import '../../parties/buyers/index.ts'; import '../../files/index.ts';",
  'modules/delivery/mail/index.ts': "import '../../texts/index.ts'; import '../../../core/api/index.ts';",
  'modules/delivery/webhooks/index.ts': "import '../mail/index.ts';",
  'modules/self-service/invitations/index.ts':
    "import '../../kyc/documents/index.ts'; import '../../delivery/mail/index.ts';",
  'modules/trade/orders/index.ts': empty,
  'web/portal/index.ts': "import '../../modules/self-service/invitations/index.ts'; import '../shared/frame.ts';",
  'web/shared/frame.ts': empty,
  'app.ts': "import './web/portal/index.ts'; import './config/config.ts'; import './core/api/serving.ts';",
  'demo/index.ts': "import '../config/config.ts'; import '../modules/parties/buyers/index.ts';",
  'main/api.ts': "import '../app.ts'; await import('../demo/index.ts');",
  'packages/harness/src/service.ts':
    "import '../../server/src/demo/index.ts'; import '../../server/src/modules/parties/buyers/row.ts';",
  'packages/sdk/src/client.ts': empty,
  'packages/portal/src/page.ts': empty,
  'packages/cli/src/main.ts': "import '../../sdk/src/client.ts';",
  'tests/buyers.test.ts': "import '../packages/server/src/modules/parties/buyers/row.ts';",
} as const;

test('a house by the rules has no breach', async () => {
  assert.deepEqual(await breachesOf(house), []);
});

/** What is planted: a further file, or another text of one; and the breach that it is. */
const plants: readonly [file: string, text: string, breach: string][] = [
  [
    'platform/ids.ts',
    "import '../core/module.ts';",
    'platform imports only what is below it: platform/ids.ts -> core/module.ts',
  ],
  [
    'core/audit/index.ts',
    "import type { T } from '../../modules/texts/index.ts';",
    'core imports only what is below it: core/audit/index.ts -> modules/texts/index.ts',
  ],
  [
    'modules/files/copies.ts',
    "export type T = import('../texts/index.ts').T;",
    'modules/files imports only what is below it: modules/files/copies.ts -> modules/texts/index.ts',
  ],
  [
    'modules/texts/words.ts',
    "import '../files/index.ts';",
    'modules/texts imports only what is below it: modules/texts/words.ts -> modules/files/index.ts',
  ],
  [
    'modules/parties/buyers/late.ts',
    "await import('../../kyc/documents/index.ts');",
    'modules/parties imports only what is below it: modules/parties/buyers/late.ts -> modules/kyc/documents/index.ts',
  ],
  [
    'modules/kyc/documents/mail.ts',
    "export * from '../../delivery/mail/index.ts';",
    'modules/kyc imports only what is below it: modules/kyc/documents/mail.ts -> modules/delivery/mail/index.ts',
  ],
  [
    'modules/delivery/mail/brand.ts',
    "import '../../parties/brand/index.ts';",
    'modules/delivery imports only what is below it: modules/delivery/mail/brand.ts -> modules/parties/brand/index.ts',
  ],
  [
    'modules/delivery/mail/webhooks.ts',
    "import '../webhooks/index.ts';",
    'of its own wing, delivery knows only the outbox: modules/delivery/mail/webhooks.ts -> modules/delivery/webhooks/index.ts',
  ],
  [
    'modules/self-service/invitations/order.ts',
    "import '../../trade/orders/index.ts';",
    'modules/self-service imports only what is below it: modules/self-service/invitations/order.ts -> modules/trade/orders/index.ts',
  ],
  [
    'modules/trade/orders/invite.ts',
    "import '../../self-service/invitations/index.ts';",
    'modules/trade imports only what is below it: modules/trade/orders/invite.ts -> modules/self-service/invitations/index.ts',
  ],
  [
    'web/portal/config.ts',
    "import type { C } from '../../config/config.ts';",
    'web imports only what is below it: web/portal/config.ts -> config/config.ts',
  ],
  [
    'config/texts.ts',
    "import '../modules/texts/index.ts';",
    'config imports only what is below it: config/texts.ts -> modules/texts/index.ts',
  ],
  [
    'worker-app.ts',
    "import type { D } from './demo/index.ts';",
    'app knows neither main nor demo: worker-app.ts -> demo/index.ts',
  ],
  ['demo/start.ts', "import '../main/api.ts';", 'demo does not know main: demo/start.ts -> main/api.ts'],
  [
    'compose.ts',
    "import './core/api/serving.ts';",
    'a module is entered by its index.ts: compose.ts -> core/api/serving.ts',
  ],
  [
    'app.ts',
    "import './core/api/inside.ts';",
    'the app enters a module by its index.ts or serving.ts: app.ts -> core/api/inside.ts',
  ],
  ['main/ops.ts', "import '../demo/index.ts';", 'demo is entered by a dynamic import: main/ops.ts -> demo/index.ts'],
  [
    'modules/kyc/documents/row.ts',
    "import type { R } from '../../parties/buyers/row.ts';",
    'a module enters another by its index.ts: modules/kyc/documents/row.ts -> modules/parties/buyers/row.ts',
  ],
  [
    'modules/kyc/documents/judge.ts',
    "import '../../files/judging/judge.ts';",
    'a module enters another by its index.ts: modules/kyc/documents/judge.ts -> modules/files/judging/judge.ts',
  ],
  [
    'web/shared/api.ts',
    "import '../../core/api/inside.ts';",
    'a module is entered by its index.ts: web/shared/api.ts -> core/api/inside.ts',
  ],
  [
    'platform/tested.ts',
    "import '../../../harness/src/service.ts';",
    'the server knows neither tests nor tools: platform/tested.ts -> packages/harness/src/service.ts',
  ],
  [
    'packages/sdk/src/rows.ts',
    "import type { R } from '../../server/src/modules/parties/buyers/row.ts';",
    'sdk, portal and cli know nothing of the server: packages/sdk/src/rows.ts -> modules/parties/buyers/row.ts',
  ],
  [
    'packages/cli/src/page.ts',
    "import '../../portal/src/page.ts';",
    'cli knows only the sdk: packages/cli/src/page.ts -> packages/portal/src/page.ts',
  ],
  [
    'web/shared/all.ts',
    "import './helpers/dates.ts';",
    'no folder for this and that: web/shared/all.ts -> web/shared/helpers/dates.ts',
  ],
  [
    'core/api/circle.ts',
    "import type { R } from './round.ts';",
    'no cycle: core/api/circle.ts -> core/api/round.ts -> core/api/circle.ts',
  ],
];

test('each planted breach is found, and nothing else', async () => {
  const planted = Object.fromEntries(plants.map(([file, text]) => [file, text]));
  const found = await breachesOf({
    ...house,
    'web/shared/helpers/dates.ts': empty,
    'core/api/round.ts': "import type { C } from './circle.ts';",
    ...planted,
  });
  assert.deepEqual(found.toSorted(), plants.map(([, , breach]) => breach).toSorted());
});
