import assert from 'node:assert/strict';
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { createPostOnce, type PostOptions, type PostResult } from './post-once.ts';
import { selfMade } from './self-made-certificate.test-support.ts';

const closers: (() => void)[] = [];

describe('a guarded POST', () => {
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  it('sends the very bytes, with its own headers, and tells the status and Retry-After', async () => {
    const seen: { method?: string; url?: string; headers: http.IncomingHttpHeaders; body: string }[] = [];
    const { port } = await serve((request, response) => {
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (part: string) => void (body += part));
      request.once('end', () => {
        const { method = '', url = '', headers } = request;
        seen.push({ method, url, headers, body });
        response.writeHead(url === '/busy' ? 503 : 204, { 'retry-after': '7' }).end();
      });
    });
    assert.deepEqual(await post(`http://localhost:${port}/in?a=b`), { kind: 'answered', status: 204, retryAfter: '7' });
    assert.deepEqual(await post(`http://127.0.0.1:${port}/busy`), { kind: 'answered', status: 503, retryAfter: '7' });
    const [first] = seen;
    assert.deepEqual([first?.method, first?.url, first?.body], ['POST', '/in?a=b', '{"å":1}']);
    assert.deepEqual(first?.headers, {
      host: `localhost:${port}`,
      'content-type': 'application/json',
      'content-length': '8',
      connection: 'close',
    });
  });

  it('speaks TLS to whom the certificate names, and to nobody else', async () => {
    const names: unknown[] = [];
    const server = https.createServer(selfMade, (_request, response) => void response.writeHead(200).end());
    server.on('secureConnection', (socket) => names.push(socket.servername));
    const { port } = await listening(server);
    const options = { resolveName: async () => ['127.0.0.1'] };
    const url = `https://receiver.example:${port}/`;
    assert.deepEqual(await post(url, { ...options, ca: selfMade.cert }), answered(200));
    assert.deepEqual(names, ['receiver.example']);
    assert.deepEqual(await post(url, options), failed('tls'));
    assert.deepEqual(await post(`https://other.example:${port}/`, { ...options, ca: selfMade.cert }), failed('tls'));
    assert.deepEqual(await post(`https://127.0.0.1:${port}/`, { ca: selfMade.cert }), failed('tls'));
    const { port: plain } = await serve((_request, response) => void response.end());
    assert.deepEqual(await post(`https://receiver.example:${plain}/`, options), failed('tls'));
  });

  it('follows no redirect, and takes the status of an answer that does not end', async () => {
    let calls = 0;
    const { port } = await serve(({ url }, response) => {
      calls += 1;
      if (url === '/redirect') response.writeHead(307, { location: '/' }).end();
      if (url === '/endless') pour(response);
      if (url === '/cut') response.writeHead(200, { 'content-length': '10' }).write('x', () => response.destroy());
    });
    const at = (path: string): Promise<PostResult> => post(`http://127.0.0.1:${port}${path}`);
    assert.deepEqual(await at('/redirect'), answered(307));
    assert.deepEqual(await at('/endless'), answered(200));
    assert.deepEqual(await at('/cut'), answered(200));
    assert.equal(calls, 3);
  });

  it('reads no more than 64 KiB of an answer, however fast it comes', async () => {
    let poured = 0;
    const { port } = await serve((_request, response) => {
      response.once('close', () => void (poured = response.socket?.bytesWritten ?? 0));
      pour(response);
    });
    await post(`http://127.0.0.1:${port}/`);
    // What the sockets hold between them comes on top.
    assert.ok(poured < 16 * 1024 * 1024, `${poured}`);
  });

  it('has a limit for everything together, from the name to the headers', async () => {
    const { port } = await serve(() => undefined);
    const timeoutMs = 150;
    assert.deepEqual(await post(`http://127.0.0.1:${port}/`, { timeoutMs }), failed('timeout'));
    const trickle = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('x-more: y\r\n'), 20);
      socket.once('close', () => clearInterval(timer));
    });
    assert.deepEqual(await post(`http://127.0.0.1:${trickle.port}/`, { timeoutMs }), failed('timeout'));
    const never = { timeoutMs, resolveName: () => new Promise<never>(() => undefined) };
    assert.deepEqual(await post('https://receiver.example/', never), failed('timeout'));
    const silent = await raw(() => undefined);
    assert.deepEqual(await post(`https://127.0.0.1:${silent.port}/`, { timeoutMs }), failed('timeout'));
  });

  it('names what the other side does wrong', async () => {
    const [hangsUp, babbles, upgrades, overflows] = await Promise.all([
      raw((socket) => socket.resetAndDestroy()),
      raw((socket) => socket.end('I am no web server\r\n\r\n')),
      raw((socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n')),
      raw((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`)),
    ]);
    const at = ({ port }: { port: number }): Promise<PostResult> => post(`http://127.0.0.1:${port}/`);
    assert.deepEqual(await at(hangsUp), failed('reset'));
    assert.deepEqual(await at(babbles), failed('bad-answer'));
    assert.deepEqual(await at(upgrades), failed('bad-answer'));
    assert.deepEqual(await at(overflows), failed('bad-answer'));
    const nobody = await raw(() => undefined);
    for (const close of closers.splice(0)) close();
    assert.deepEqual(await at(nobody), failed('connect'));
    assert.deepEqual(await post('https://nowhere.example/', { resolveName: async () => [] }), failed('dns'));
    const resolveName = async (): Promise<never> => {
      throw new Error('SERVFAIL');
    };
    assert.deepEqual(await post('https://nowhere.example/', { resolveName }), failed('dns'));
  });

  it('hears a status that is said in loose HTTP', async () => {
    const cookie = `set-cookie: id=${'a'.repeat(2_000)}`;
    const answers: [string, number, string[]][] = [
      ['two equal lengths', 200, ['HTTP/1.1 200 OK', 'content-length: 2', 'content-length: 2', '', 'ok']],
      ['lengths in one line', 202, ['HTTP/1.1 202 Accepted', 'content-length: 2, 2', '', 'ok']],
      ['20 KiB of cookies', 204, ['HTTP/1.1 204 No Content', ...Array<string>(10).fill(cookie), '', '']],
      [
        'length and chunks',
        200,
        ['HTTP/1.1 200 OK', 'content-length: 2', 'transfer-encoding: chunked', '', '0', '', ''],
      ],
      ['a blank before the colon', 201, ['HTTP/1.1 201 Created', 'x-a : b', '', '']],
      ['control characters', 200, ['HTTP/1.1 200 OK', 'x-a: \u0001', '', '']],
      ['no reason', 200, ['HTTP/1.1 200', '', '']],
      ['HTTP/1.0', 200, ['HTTP/1.0 200 OK', '', 'ok']],
      ['loose, and no success', 503, ['HTTP/1.1 503 No', 'content-length: 2', 'content-length: 2', '', 'no']],
    ];
    for (const [about, status, lines] of answers) {
      for (const lineEnd of ['\r\n', '\n']) {
        const { port } = await raw((socket) => socket.end(lines.join(lineEnd)));
        assert.deepEqual(await post(`http://127.0.0.1:${port}/`), answered(status), `${about}, ${lineEnd.length}`);
      }
    }
    const inPieces = await raw((socket) => {
      socket.write('HTTP/1.1 2');
      setTimeout(() => socket.write('00 OK\r\ncontent-length: 2\r\n'), 20);
      setTimeout(() => socket.end('content-length: 2\r\n\r\nok'), 40);
    });
    assert.deepEqual(await post(`http://127.0.0.1:${inPieces.port}/`), answered(200));
    for (const line of [
      'HTTP/1.1 20 OK',
      'HTTP/1.1 2000 OK',
      'HTTP/1.1 100 Continue',
      'HTTP/1.1200 OK',
      'ICY 200 OK',
    ]) {
      const { port } = await raw((socket) => socket.end(`${line}\r\ncontent-length: 2\r\ncontent-length: 2\r\n\r\nok`));
      assert.deepEqual(await post(`http://127.0.0.1:${port}/`), failed('bad-answer'), line);
    }
  });

  it('connects to nothing but the public network, however it is named', async () => {
    let connections = 0;
    const server = net.createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    const { port } = await listening(server);
    const strict = { allowLoopback: false };
    const literals = [
      '127.0.0.1',
      '[::1]',
      '2130706433',
      '0x7f.1',
      '017700000001',
      '[::ffff:127.0.0.1]',
      '0.0.0.0',
      '[::]',
    ];
    for (const host of [...literals, 'localhost', '169.254.169.254', '10.0.0.1', '[fd00:ec2::254]'])
      assert.deepEqual(await post(`https://${host}:8443/`, strict), failed('refused-address'), host);
    // One bad address among good ones is enough, whatever the order.
    for (const addresses of [
      ['127.0.0.1'],
      ['93.184.215.14', '10.1.2.3'],
      ['::ffff:127.0.0.1'],
      ['fe80::1'],
      ['64:ff9b::7f00:1'],
    ]) {
      const resolveName = async (): Promise<string[]> => addresses;
      assert.deepEqual(await post('https://receiver.example/', { ...strict, resolveName }), failed('refused-address'));
    }
    assert.deepEqual(await post(`http://127.0.0.1:${port}/`, strict), failed('refused-address'));
    assert.deepEqual(await post('not an address'), failed('refused-address'));
    // Opened for development, loopback is all that opens.
    assert.deepEqual(await post(`http://10.0.0.1:${port}/`), failed('refused-address'));
    assert.equal(connections, 0);
  });

  it('looks at the peer of the connection before it sends a byte', async () => {
    let bytes = 0;
    let connections = 0;
    const server = net.createServer((socket) => void socket.on('data', (part) => void (bytes += part.byteLength)));
    server.on('connection', () => (connections += 1));
    const { port } = await listening(server);
    // Whatever was judged before: by the time the connection stands, its address is one of those refused.
    let allowLoopback = true;
    const options: PostOptions = {
      get allowLoopback() {
        return allowLoopback;
      },
      async resolveName() {
        setImmediate(() => (allowLoopback = false));
        return ['127.0.0.1'];
      },
    };
    assert.deepEqual(await post(`http://localhost:${port}/`, options), failed('refused-address'));
    assert.equal(connections, 1);
    assert.equal(bytes, 0);
  });

  it('can be broken off', async () => {
    const breaking = new AbortController();
    const { port } = await serve(() => breaking.abort());
    const result = createPostOnce({ allowLoopback: true })({
      url: `http://127.0.0.1:${port}/`,
      headers: {},
      body: Buffer.from('{}'),
      signal: breaking.signal,
    });
    assert.deepEqual(await result, failed('aborted'));
  });
});

function post(url: string, options: Partial<PostOptions> = {}): Promise<PostResult> {
  const postOnce = createPostOnce(
    'allowLoopback' in options ? (options as PostOptions) : { ...options, allowLoopback: true },
  );
  return postOnce({ url, headers: { 'content-type': 'application/json' }, body: Buffer.from('{"å":1}') });
}

function answered(status: number): PostResult {
  return { kind: 'answered', status, retryAfter: undefined };
}

function failed(failure: string): object {
  return { kind: 'failed', failure };
}

function pour(response: http.ServerResponse): void {
  const chunk = Buffer.alloc(65_536);
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
}

function serve(listener: RequestListener): Promise<AddressInfo> {
  return listening(http.createServer(listener));
}

function raw(onConnection: (socket: net.Socket) => void): Promise<AddressInfo> {
  return listening(
    net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => onConnection(socket));
    }),
  );
}

async function listening(server: net.Server): Promise<AddressInfo> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return server.address() as AddressInfo;
}
