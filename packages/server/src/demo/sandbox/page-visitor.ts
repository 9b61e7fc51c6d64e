const SEE_OTHER = 303;

/** A buyer's browser without script: it keeps cookies, and follows no redirect by itself. */
export interface PageVisitor {
  get(path: string): Promise<Response>;
  /** Resolves to where it leads. @throws PageRefused where it leads nowhere */
  post(path: string, body: URLSearchParams | FormData): Promise<string>;
}

/** The page answered with an error page. */
export class PageRefused extends Error {
  constructor(step: string, status: number) {
    super(`The buyer's page answered ${status} to ${step}.`);
  }
}

interface PageAddress {
  /** Where this server listens. */
  readonly ownUrl: string;
  /** Without a slash at its end; whose forms the page takes. */
  readonly publicBaseUrl: string;
}

export function createPageVisitor({ ownUrl, publicBaseUrl }: PageAddress): PageVisitor {
  const cookies = new Map<string, string>();
  const origin = new URL(publicBaseUrl).origin;

  async function call(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { origin, 'sec-fetch-site': 'same-origin', cookie };
    const answer = await fetch(ownUrl + path, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  }

  return {
    get: (path) => call(path, {}),
    async post(path, body) {
      const answer = await call(path, { method: 'POST', body });
      await answer.body?.cancel();
      const location = answer.headers.get('location');
      if (answer.status !== SEE_OTHER || location === null) throw new PageRefused(stepOf(path), answer.status);
      return new URL(location, ownUrl).pathname;
    },
  };
}

/** Without the token or the session's name. */
function stepOf(path: string): string {
  return path.split('/').at(-1) ?? '';
}
