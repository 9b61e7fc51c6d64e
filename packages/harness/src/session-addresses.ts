/** A ref that no invitation has. */
const NOBODYS_REF = 'nobodys-ref0';
/** The demo's have no `__Host-`. */
const REF_COOKIE = /(?:__Host-)?nt24-([A-Za-z0-9_-]{12})=/g;
const WITH_REF = /^\/kyc\/([A-Za-z0-9_-]{12})\//;

/** Tests name a step by `/kyc/documents`: its address in the session of the given invitation. Others stay as they are. */
export function addressOf(path: string, ref: string | undefined): string {
  if (!path.startsWith('/kyc/') || path.startsWith('/kyc/signed-out') || WITH_REF.test(path)) return path;
  return `/kyc/${ref ?? NOBODYS_REF}${path.slice('/kyc'.length)}`;
}

/** The other way round: where an answer leads, as tests name it. */
export function stepOf(location: string | null): string | null {
  return location?.replace(WITH_REF, '/kyc/') ?? null;
}

export function refOfAddress(path: string): string | undefined {
  return WITH_REF.exec(path)?.[1];
}

/** Of all sessions in a `Cookie` header, in their order. */
export function refsIn(cookie: string | undefined): string[] {
  return Array.from((cookie ?? '').matchAll(REF_COOKIE), ([, ref = '']) => ref);
}

/** The `Cookie` header after an answer, as browsers keep it: one that is set anew keeps its place. */
export function withCookies(cookie: string | undefined, set: readonly string[]): string | undefined {
  const jar = new Map((cookie === undefined ? [] : cookie.split('; ')).map((pair) => [nameOf(pair), pair]));
  for (const line of set) {
    const [pair = ''] = line.split(';', 1);
    if (/; Max-Age=0(?:;|$)/.test(line)) jar.delete(nameOf(pair));
    else jar.set(nameOf(pair), pair);
  }
  return jar.size === 0 ? undefined : Array.from(jar.values()).join('; ');
}

function nameOf(pair: string): string {
  return pair.slice(0, pair.indexOf('='));
}
