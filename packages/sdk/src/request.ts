import type { UploadOptions } from './options.ts';
import type { Route } from './route.ts';
import { type FileToUpload, formBody, NO_BODY, type RepeatableBody } from './upload.ts';

/** Parameters of headers, by their names in an input. */
const HEADERS = { purpose: 'X-Purpose', ifMatch: 'If-Match', ifNoneMatch: 'If-None-Match' } as const;

export type Input = Readonly<Record<string, unknown>>;

/** A request as each try sends it, but for its token. */
export interface ApiRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RepeatableBody;
}

/**
 * Lays out an input: members that the path names go there, those of headers into headers, and the rest into the query, the JSON body or
 * the form, by the verb.
 * @throws TypeError where the path would lead elsewhere, or a header cannot be written
 */
export function requestOf(
  baseUrl: URL,
  { route, input, options }: { readonly route: Route; readonly input: Input; readonly options: UploadOptions },
): ApiRequest {
  const rest: Record<string, unknown> = { ...input };
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(name, take(rest, name)));
  const headers: Record<string, string> = {};
  for (const [name, header] of Object.entries(HEADERS)) {
    const value = take(rest, name);
    if (value !== undefined) headers[header] = name === 'purpose' ? String(value) : entityTag(value);
  }
  const isQuery = route.verb === 'GET' || route.verb === 'DELETE';
  const url = addressOf(baseUrl, path, isQuery ? rest : {});
  return { url, headers, body: isQuery ? NO_BODY : route.isForm ? formOf(rest, options) : jsonBody(rest) };
}

export function jsonBody(value: unknown): RepeatableBody {
  const text = JSON.stringify(value);
  return { ...NO_BODY, contentType: 'application/json', open: () => text };
}

/** @throws TypeError where the path is no path below the base */
export function addressOf(baseUrl: URL, path: string, query: Input = {}): URL {
  const base = baseUrl.href.replace(/\/+$/, '');
  const url = new URL(`${base}${path}`);
  if (!path.startsWith('/') || !url.href.startsWith(`${base}${path.split(/[?#]/)[0]}`)) {
    throw new TypeError(`${path} is no path of the API`);
  }
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value instanceof Date ? instant(name, value) : String(value));
  }
  return url;
}

function instant(name: string, date: Date): string {
  if (Number.isNaN(date.getTime())) throw new TypeError(`${name} is no date`);
  return date.toISOString();
}

function take(from: Record<string, unknown>, name: string): unknown {
  const value = from[name];
  delete from[name];
  return value;
}

function segment(name: string, value: unknown): string {
  const text = String(value ?? '');
  // Dots alone are steps in an address, and would lead to another operation.
  if (/^\.{0,2}$/.test(text)) throw new TypeError(`${name} is missing`);
  return encodeURIComponent(text);
}

/** A version, as a number or its digits, or an ETag as it was sent. */
function entityTag(value: unknown): string {
  const text = String(value);
  return /^\d+$/.test(text) ? `"${text}"` : text;
}

function formOf({ file, fileName, ...rest }: Input, { onProgress }: UploadOptions): RepeatableBody {
  const fields = Object.entries(rest).filter(([, value]) => value !== undefined);
  return formBody({
    fields: Object.fromEntries(fields.map(([name, value]) => [name, String(value)])),
    file: asFile(file),
    fileName: fileName === undefined ? undefined : String(fileName),
    onProgress,
  });
}

function asFile(file: unknown): FileToUpload {
  const isFile =
    typeof file === 'object' &&
    file !== null &&
    (file instanceof Uint8Array || file instanceof ReadableStream || 'stream' in file);
  if (!isFile) throw new TypeError('file is no Blob, Uint8Array, ReadableStream or FileSource');
  return file as FileToUpload;
}
