import { createRequire, registerHooks } from 'node:module';
import type { ICruiseResult } from 'dependency-cruiser';
import { importRules } from './import-rules.ts';
import type { Breach } from './known-breaches.ts';

/**
 * dependency-cruiser reads TypeScript by the compiler's JavaScript interface, which TypeScript 7 no longer has; the version that
 * this package depends on does.
 */
const require = createRequire(import.meta.url);
const compiler = new Map(['typescript', 'typescript/package.json'].map((name) => [name, require.resolve(name)]));
registerHooks({ resolve: (name, context, next) => next(compiler.get(name) ?? name, context) });
const { cruise } = await import('dependency-cruiser');

export interface ImportsChecked {
  readonly files: number;
  readonly imports: number;
  readonly breaches: readonly Breach[];
}

/** Holds all imports of TypeScript files in the folders against the rules. Folders as seen from `root`. */
export async function checkImports(root: string, folders: readonly string[]): Promise<ImportsChecked> {
  const { output } = await cruise([...folders], {
    baseDir: root,
    tsPreCompilationDeps: true,
    doNotFollow: 'node_modules',
    exclude: '/dist/',
    validate: true,
    ruleSet: { forbidden: [...importRules] },
  });
  if (typeof output === 'string') throw new TypeError('a result was expected, no report');
  const { modules, summary } = output;
  return {
    files: modules.filter(({ source }) => !source.includes('node_modules') && source.endsWith('.ts')).length,
    imports: modules.flatMap(({ dependencies }) => dependencies).length,
    breaches: summary.violations.map(breachOf),
  };
}

/** The rule and the importing file; and what it imports, or the circle that comes of it. */
function breachOf({ rule, from, to, cycle }: ICruiseResult['summary']['violations'][number]): Breach {
  return { breach: `${rule.name}: ${from}`, at: cycle?.map(({ name }) => name).join(' -> ') ?? to };
}
