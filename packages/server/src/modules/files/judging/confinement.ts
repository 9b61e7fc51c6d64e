import { type ChildProcess, execFile, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What bounds a judge from outside, as far as the system allows it. */
export interface Confinement {
  /** Of its whole address space; undefined where it has no bound but V8's and WebAssembly's own. */
  readonly addressSpaceKb: number | undefined;
  /** It sees a network of its own, in which there is nothing. */
  readonly hasOwnNetwork: boolean;
  /** Node opens no files for it but the program's, and starts neither processes nor threads. */
  readonly hasPermissions: boolean;
}

const HEAP_MB = 256;
/** A HEIC of 48 megapixels needs 410 MB of it. */
const WASM_PAGES = (448 * 1024 * 1024) / (64 * 1024);
/** Of each half of its nursery: an idle process takes as much less. */
const NURSERY_MB = 4;
const BOUNDS = [
  `--max-old-space-size=${HEAP_MB}`,
  `--max-semi-space-size=${NURSERY_MB}`,
  `--wasm-max-mem-pages=${WASM_PAGES}`,
];
/** Else each memory of WebAssembly reserves 8 GB of addresses, and there is no bounding them. */
const PLAIN_WASM = '--disable-wasm-trap-handler';
/** Above what Node reserves when it starts: two decoders' WebAssembly, and what the largest pictures take beside it. */
const ROOM_KB = 2_304 * 1024;
const SHELL = '/bin/sh';
/** The kernel's first choice when memory ends; no core dumps of strangers' files; its own name for what the shell adds. */
const START = `echo 1000 > /proc/self/oom_score_adj
ulimit -c 0; ulimit -v "$1" || exit 1
shift; unset PWD OLDPWD SHLVL _
exec "$@"`;
const PROBE_TIMEOUT_MS = 30_000;
const ENVIRONMENT = {
  // One arena of glibc's for all threads: what a decoder gives back is there for the next one.
  MALLOC_ARENA_MAX: '1',
  // Large pieces go back to the system when they are freed.
  MALLOC_MMAP_THRESHOLD_: '1048576',
};

const root = fileURLToPath(new URL('../../../../../../', import.meta.url));

/** Native code of addons keeps to no permission; everything else of a judge does. The network is not Node's to forbid. */
function permissions(readable: readonly string[]): string[] {
  return ['--permission', '--allow-addons', ...readable.map((path) => `--allow-fs-read=${path}`)];
}

function flagsOf({ addressSpaceKb, hasPermissions }: Confinement): string[] {
  const program = ['node_modules/', 'packages/', 'package.json'].map((path) => root + path);
  return [
    ...BOUNDS,
    ...(addressSpaceKb === undefined ? [] : [PLAIN_WASM]),
    ...(hasPermissions ? permissions(program) : []),
  ];
}

/** A user's own namespace is the only way to one of the network that asks for no rights. */
function unshareNetwork(): string[] | undefined {
  const unshare = ['/usr/bin/unshare', '/bin/unshare'].find((path) => existsSync(path));
  return unshare === undefined ? undefined : [unshare, '-U', '-r', '-n', '--'];
}

/** A command in the shell that bounds what it becomes. */
function bounded({ addressSpaceKb, hasOwnNetwork }: Confinement, command: readonly string[]): string[] {
  const prefix = hasOwnNetwork ? (unshareNetwork() ?? []) : [];
  return ['-c', START, 'sh', String(addressSpaceKb ?? 'unlimited'), ...prefix, ...command];
}

/** What it printed; undefined where it failed. */
function outputOf(file: string, parameters: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(file, parameters, { env: ENVIRONMENT, timeout: PROBE_TIMEOUT_MS }, (error, stdout) =>
      resolve(error ? undefined : stdout),
    );
  });
}

const NOTHING = ['-e', '0'];
const quoted = (module: string): string => `'${new URL(module, import.meta.url).href}'`;
/** Packages may lie elsewhere than the program, behind a link that leads out of what may be read; PDFium reads its part when it starts. */
const DECODERS = [
  '--input-type=module',
  '-e',
  `await import(${quoted('./judge-picture.ts')});
await import(${quoted('./judge-pdf.ts')});
await (await import(${quoted('./pdfium.ts')})).usePdfium(() => undefined);`,
];

async function works(confinement: Confinement, program: readonly string[]): Promise<boolean> {
  const node = [process.execPath, ...flagsOf(confinement), ...program];
  return (await outputOf(SHELL, bounded(confinement, node))) !== undefined;
}

const UNBOUNDED: Confinement = { addressSpaceKb: undefined, hasOwnNetwork: false, hasPermissions: false };

/** What Node reserves differs between systems; the bound is counted from there. */
async function measureAddressSpace(): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const tell = "require('node:fs').readFileSync('/proc/self/status', 'latin1')";
  const status = await outputOf(process.execPath, [...BOUNDS, PLAIN_WASM, '-p', tell]);
  const [, reservedKb] = /^VmSize:\s+(\d+) kB$/m.exec(status ?? '') ?? [];
  return reservedKb === undefined ? undefined : Number(reservedKb) + ROOM_KB;
}

/** Tries what is known to bound a process, each by itself, and keeps what this system allows. */
async function probe(): Promise<Confinement> {
  const addressSpaceKb = await measureAddressSpace();
  const hasOwnNetwork = process.platform === 'linux' && unshareNetwork() !== undefined;
  const tries: [Partial<Confinement>, readonly string[]][] = [
    [{ addressSpaceKb }, NOTHING],
    [{ hasOwnNetwork }, NOTHING],
    [{ hasPermissions: true }, DECODERS],
  ];
  let found = UNBOUNDED;
  for (const [each, program] of tries) {
    const wanted = { ...found, ...each };
    if (await works(wanted, program)) found = wanted;
  }
  return found;
}

let probed: Promise<Confinement> | undefined;

/** Found out once, by starting processes that do nothing: takes some tenths of a second. */
export function confinementOfJudges(): Promise<Confinement> {
  probed ??= probe();
  return probed;
}

/** Starts a module of ours in a process that is bounded as far as the system allows. */
export async function forkConfined(module: URL): Promise<ChildProcess> {
  const confinement = await confinementOfJudges();
  return fork(module, {
    serialization: 'advanced',
    env: ENVIRONMENT,
    ...(existsSync(SHELL)
      ? { execPath: SHELL, execArgv: bounded(confinement, [process.execPath, ...flagsOf(confinement)]) }
      : { execArgv: flagsOf(confinement) }),
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
  });
}
