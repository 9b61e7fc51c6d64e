import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

const PORTAL = fileURLToPath(new URL('../packages/portal', import.meta.url));

/** The script of the buyer's page as one file, the same bytes for the same sources: `packages/portal/dist/portal.js`. */
export async function buildPortal(): Promise<string> {
  const results = await build({
    configFile: false,
    root: PORTAL,
    logLevel: 'warn',
    // Its modern sources; the package's entry is for browsers of ten years ago, and twice as heavy.
    resolve: { alias: { 'tus-js-client': 'tus-js-client/lib/browser/index.js' } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      lib: { entry: 'src/portal.ts', formats: ['es'], fileName: () => 'portal.js' },
    },
  });
  const [result] = [results].flat() as Rolldown.RolldownOutput[];
  const [chunk, ...others] = result?.output ?? [];
  if (chunk?.type !== 'chunk' || others.length > 0) throw new Error('the script of the page did not become one file');
  return chunk.code;
}
