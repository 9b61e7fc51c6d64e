import { readFileSync } from 'node:fs';
import { addressOf, refsIn, withCookies } from './session-addresses.ts';

interface UploadWish {
  readonly type?: string;
  readonly fileName?: string;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** Hangs up. */
  readonly signal?: AbortSignal;
}

/** A browser without script: no redirects followed by itself, the headers that Chromium sends with a form. */
export interface Visitor {
  /** All that he has, as a browser sends them. */
  cookie: string | undefined;
  /** The real address of a step such as `/kyc/documents`, in the session that he began last. The calls below take both. */
  at(step: string): string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  post(
    path: string,
    fields?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  upload(wish?: UploadWish): Promise<Response>;
  /** Start and one file of each type: all but the sending. */
  prepare(link: string, types?: readonly string[]): Promise<void>;
  /** With the tick, which is asked for only in a session that added nothing. */
  send(): Promise<Response>;
  /** He and his session at another process, of the same public address. */
  through(url: string): Visitor;
}

export const PDF: Uint8Array<ArrayBuffer> = new Uint8Array(
  Buffer.from(
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages<</Kids[2 0 R]/Count 1>>>>endobj\n2 0 obj<</Type/Page>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
  ),
);
export const NOTICE_VERSION = '2026-11-29';
export const COMPLETE_TYPES = ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION', 'CONTACT_ID_CARD'];

export function pathOfLink(link: string): string {
  return new URL(link).pathname;
}

export function tokenOfLink(link: string): string {
  return pathOfLink(link).slice('/i/'.length);
}

interface Place {
  readonly url: string;
  /** Of a service that visitors know by another address. */
  readonly config?: { readonly publicBaseUrl: string };
  /** Where he comes from, as the proxy in front tells; the service must trust this machine for it. */
  readonly address?: string;
}

export function createVisitor({ url, config, address }: Place): Visitor {
  const browserHeaders = { origin: new URL(config?.publicBaseUrl ?? url).origin, 'sec-fetch-site': 'same-origin' };
  const visitor: Visitor = { cookie: undefined, at, get, post, upload, prepare, send, through };

  let begun: string | undefined;

  function at(path: string): string {
    const refs = refsIn(visitor.cookie);
    if (begun === undefined || (refs.length > 0 && !refs.includes(begun))) begun = refs.at(-1);
    return addressOf(path, begun);
  }

  async function call(method: string, path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (visitor.cookie !== undefined) headers.set('cookie', visitor.cookie);
    if (address !== undefined) headers.set('x-forwarded-for', address);
    const response = await fetch(url + at(path), { ...init, method, headers, redirect: 'manual' });
    const set = response.headers.getSetCookie();
    if (set.length > 0) visitor.cookie = withCookies(visitor.cookie, set);
    // These begin a session; who enters a code has another one from then on.
    if (/\/(?:start|code)$/.test(path)) begun = refsIn(set.findLast((line) => !line.includes('Max-Age=0')))[0] ?? begun;
    return response;
  }

  function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return call('GET', path, { headers });
  }

  function post(
    path: string,
    fields: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = browserHeaders,
  ): Promise<Response> {
    return call('POST', path, { headers, body: new URLSearchParams(fields) });
  }

  function upload(wish: UploadWish = {}): Promise<Response> {
    const { type = 'COC_EXTRACT', fileName = 'extract.pdf', bytes = PDF, signal } = wish;
    const body = new FormData();
    body.set('type', type);
    body.set('file', new Blob([bytes]), fileName);
    return call('POST', '/kyc/documents', { headers: browserHeaders, body, ...(signal && { signal }) });
  }

  async function prepare(link: string, types: readonly string[] = COMPLETE_TYPES): Promise<void> {
    await expectRedirect(await post(`${pathOfLink(link)}/start`));
    for (const type of types) await expectRedirect(await upload({ type }));
  }

  function send(): Promise<Response> {
    return post('/kyc/review', { consent: 'yes', privacyNoticeVersion: NOTICE_VERSION });
  }

  function through(otherUrl: string): Visitor {
    const publicBaseUrl = config?.publicBaseUrl ?? url;
    const there = createVisitor({
      url: otherUrl,
      config: { publicBaseUrl },
      ...(address !== undefined && { address }),
    });
    there.cookie = visitor.cookie;
    return there;
  }

  return visitor;
}

async function expectRedirect(response: Response): Promise<void> {
  if (response.status !== 303)
    throw new Error(`${response.url}: ${response.status} ${headingOf(await response.text())}`);
}

/** The first heading of a page: what the visitor reads first. */
export function headingOf(page: string): string {
  return (
    /<h1[^>]*>(.*?)<\/h1>/s
      .exec(page)?.[1]
      ?.replaceAll(/<[^>]+>/g, '')
      .trim() ?? page.slice(0, 200)
  );
}

const TEXTS = JSON.parse(
  readFileSync(new URL('../../server/src/modules/texts/en.json', import.meta.url), 'utf8'),
) as Record<string, string>;

/** A text of the page in English. */
export function textOf(key: string): string {
  const text = TEXTS[key];
  if (text === undefined) throw new Error(`no text ${key}`);
  return text;
}
