import type { Visitor } from './visitor.ts';

export interface NewUpload {
  readonly byteSize: number;
  readonly fileName?: string;
  readonly type?: string;
}

/** The tus protocol by plain calls, with a visitor's session. `base` may be another process than the one he started at. */
export function createTusClient(visitor: Visitor, base: string) {
  async function call(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', visitor.cookie ?? '');
    headers.set('tus-resumable', '1.0.0');
    headers.set('sec-fetch-site', 'same-origin');
    return fetch(new URL(visitor.at(path), base), { ...init, method, headers, redirect: 'manual' });
  }
  const base64 = (text: string): string => Buffer.from(text).toString('base64');

  return {
    call,
    create({ byteSize, fileName = 'extract.pdf', type = 'COC_EXTRACT' }: NewUpload): Promise<Response> {
      const metadata = `filename ${base64(fileName)},type ${base64(type)}`;
      return call('POST', '/kyc/uploads', {
        headers: { 'upload-length': String(byteSize), 'upload-metadata': metadata },
      });
    },
    /** The path of a new upload. */
    async begin(wish: NewUpload): Promise<string> {
      const made = await this.create(wish);
      const location = made.headers.get('location');
      if (made.status !== 201 || location === null) throw new Error(`no upload: ${made.status} ${await made.text()}`);
      return location;
    },
    patch(path: string, offset: number, bytes: Uint8Array<ArrayBuffer> | ReadableStream): Promise<Response> {
      const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
      return call('PATCH', path, { headers, body: bytes, ...(bytes instanceof ReadableStream && { duplex: 'half' }) });
    },
    async offset(path: string): Promise<number> {
      const head = await call('HEAD', path);
      if (head.status !== 200) throw new Error(`no offset: ${head.status}`);
      return Number(head.headers.get('upload-offset'));
    },
    finish(path: string): Promise<Response> {
      return call('POST', `${path}/finish`, { headers: { accept: 'application/json' } });
    },
  };
}
