import { flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Where the code is kept that Node has read, stripped of its types and compiled; `npm start` and the like keep it there too. */
export const COMPILE_CACHE = fileURLToPath(new URL('../../../node_modules/.cache/node-compile', import.meta.url));

/**
 * For the environment of a process that a test starts: without it each of them does all that anew. One that is killed leaves nothing
 * there, so what this process has of the same code is put there now.
 */
export function compileCache(): Readonly<Record<string, string>> {
  flushCompileCache();
  return { NODE_COMPILE_CACHE: COMPILE_CACHE };
}
