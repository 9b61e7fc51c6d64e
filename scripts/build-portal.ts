import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type LibraryOptions, type Rolldown } from 'vite';

const COMMON: InlineConfig = {
  configFile: false,
  root: fileURLToPath(new URL('../packages/portal', import.meta.url)),
  logLevel: 'warn',
};

/** The script of the buyer's page. */
export const buildScript = (): Promise<string> => scriptOf('src/portal.ts', { formats: ['es'] });

/** The script that starts the reference page, as browsers load it beside a library that is no module. */
export const buildReference = (): Promise<string> =>
  scriptOf('src/reference/reference.ts', { formats: ['iife'], name: 'reference' });

type Form = Pick<LibraryOptions, 'formats' | 'name'>;

/** One file, the same bytes for the same sources. */
async function scriptOf(entry: string, form: Form): Promise<string> {
  const [chunk, ...others] = await outputOf({
    ...COMMON,
    // Its modern sources; the package's entry is for browsers of ten years ago, and twice as heavy.
    resolve: { alias: { 'tus-js-client': 'tus-js-client/lib/browser/index.js' } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      lib: { entry, ...form, fileName: () => 'script.js' },
    },
  });
  if (chunk?.type !== 'chunk' || others.length > 0) throw new Error(`${entry} did not become one file`);
  return chunk.code;
}

/** The styles of the buyer's page as one file, in the order in which `styles/portal.css` names its parts. */
export async function buildStyles(): Promise<string> {
  const output = await outputOf({
    ...COMMON,
    build: { write: false, cssMinify: false, rolldownOptions: { input: 'styles/portal.css' } },
  });
  const styles = output.find((file) => file.type === 'asset');
  if (output.length !== 1 || typeof styles?.source !== 'string') throw new Error('the styles did not become one file');
  return styles.source;
}

async function outputOf(config: InlineConfig): Promise<(Rolldown.OutputChunk | Rolldown.OutputAsset)[]> {
  const results = [await build(config)].flat() as Rolldown.RolldownOutput[];
  return results.flatMap(({ output }) => output);
}
