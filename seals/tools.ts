import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { installInto, missingProgram, said, succeeds } from '../clients/tools.ts';

/** What is installed for these checks stays between runs. */
const CACHE = resolve('node_modules/.cache/seals');

/** Undefined, after a line that says why, where it is not to be had here. */
export type Installed<Judge> = Promise<Judge | undefined>;

export interface Judge {
  /** Whether it finds the seal whole. */
  isWhole(path: string): Promise<boolean>;
}

export interface JavaVerdict {
  /** Such as PAdES-BASELINE-B. */
  readonly format: string;
  readonly indication: string;
  readonly reason: string;
  readonly isArchival: boolean;
}

/** poppler's, with a certificate store of its own: without one it knows no hash. */
export async function installPdfsig(): Installed<Judge> {
  const missing = missingProgram([
    ['pdfsig', '-v'],
    ['sh', '-c', 'command -v certutil'],
  ]);
  if (missing !== undefined) return passedOver('pdfsig', missing);
  const store = join(CACHE, 'nss');
  rmSync(store, { recursive: true, force: true });
  if (!(await succeeds('mkdir', ['-p', store]))) return undefined;
  if (!(await succeeds('certutil', ['-N', '-d', `sql:${store}`, '--empty-password']))) return undefined;
  return {
    async isWhole(path) {
      const words = (await said('pdfsig', ['-nssdir', `sql:${store}`, path])) ?? '';
      return words.includes('Signature is Valid.') && words.includes('Total document signed');
    },
  };
}

export async function installPyHanko(): Installed<Judge> {
  const missing = missingProgram([['python3', '--version']]);
  if (missing !== undefined) return passedOver('pyHanko', missing);
  const [folder, requirements] = [join(CACHE, 'python'), 'seals/requirements.txt'];
  const python = join(folder, 'bin', 'python');
  const isThere = await once(join(CACHE, 'python.txt'), readFileSync(requirements, 'utf8'), async () => {
    rmSync(folder, { recursive: true, force: true });
    return (await succeeds('python3', ['-m', 'venv', folder])) && (await installInto(python, requirements));
  });
  if (!isThere) return passedOver('pyHanko', 'registry that gives it');
  return { isWhole: async (path) => (await said(python, ['seals/judge_seal.py', path])) !== undefined };
}

/** EU DSS and veraPDF together, since a virtual machine takes its time to start. */
export async function installJavaJudges(): Installed<(paths: readonly string[]) => Promise<JavaVerdict[]>> {
  const missing = missingProgram([
    ['javac', '-version'],
    ['mvn', '--version'],
  ]);
  if (missing !== undefined) return passedOver('EU DSS and veraPDF', missing);
  const [classPath, classes] = [join(CACHE, 'class-path.txt'), join(CACHE, 'classes')];
  const isThere = await once(join(CACHE, 'java.txt'), readFileSync('seals/pom.xml', 'utf8'), () =>
    succeeds('mvn', [
      '-q',
      '-B',
      '-f',
      'seals/pom.xml',
      'dependency:build-classpath',
      `-Dmdep.outputFile=${classPath}`,
    ]),
  );
  if (!isThere) return passedOver('EU DSS and veraPDF', 'registry that gives them');
  const libraries = readFileSync(classPath, 'utf8').trim();
  if (!(await succeeds('javac', ['-cp', libraries, '-d', classes, 'seals/JudgeSeal.java']))) return undefined;
  return async (paths) => {
    const words = await said('java', ['-cp', `${classes}:${libraries}`, 'JudgeSeal', ...paths]);
    return (words ?? '')
      .split('\n')
      .filter((line) => paths.some((path) => line.startsWith(`${path} `)))
      .map((line) => {
        const [, format = '', indication = '', reason = '', archival = ''] = line.split(' ');
        return { format, indication, reason, isArchival: archival === 'PDF/A-3b' };
      });
  };
}

/** Does it where the note does not say that this was done. */
async function once(note: string, what: string, install: () => Promise<boolean>): Promise<boolean> {
  if (existsSync(note) && readFileSync(note, 'utf8') === what) return true;
  await succeeds('mkdir', ['-p', CACHE]);
  if (!(await install())) return false;
  writeFileSync(note, what);
  return true;
}

function passedOver(what: string, missing: string): undefined {
  console.log(`seals: ${what} passed over, no ${missing}`);
  return undefined;
}
