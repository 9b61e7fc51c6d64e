/** One request to come. Its token is added when it is sent: requests that wait may be older than a token lives. */
export interface Target {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Wire {
  readonly port: number;
  /** Undefined for callers that have none. */
  readonly token: string | undefined;
  /** What follows on every request, as `tail` of the order. */
  readonly tailBytes: number;
}

/** The request as it goes over the wire, without the tail. */
export function rawRequest({ method, path, headers, body = '' }: Target, { port, token, tailBytes }: Wire): string {
  const length = Buffer.byteLength(body) + tailBytes;
  const lines = {
    host: `127.0.0.1:${port}`,
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...headers,
    ...(method === 'POST' && { 'content-length': length }),
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${body}`;
}
