import { StartError } from './start-failure.ts';

/**
 * What a production install leaves out: the embedded database, the local identity provider, the demo's data and its banner. This is
 * the one way to it, so that its packages are loaded, and needed, by nothing else.
 * @throws StartError where they are not installed
 */
export async function loadDemo() {
  try {
    return await import('../demo/index.ts');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new StartError('the parts of the demo are not installed; set DATABASE_URL, or install without --omit', {
      cause,
    });
  }
}
