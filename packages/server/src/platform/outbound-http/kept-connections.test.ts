import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKeptConnections, type KeptConnections } from './kept-connections.ts';
import { createPostOnce, type PostOptions, type PostResult } from './post-once.ts';
import { selfMade } from './self-made-certificate.test-support.ts';

/** Public by its form, and handed out to nobody: a packet to it reaches no one. */
const PUBLIC = '2d00:bad:cafe::1';
const NAMED = 'https://receiver.example';

const closers: (() => void)[] = [];

describe('a connection that is kept', () => {
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  it('carries the next request of the same owner to the same origin, and nobody else’s', async () => {
    const server = await plain((_request, response) => void response.writeHead(200).end('ok'));
    const post = poster();
    const url = `http://127.0.0.1:${server.port}`;
    for (const path of ['/', '/other']) assert.equal(await post(`${url}${path}`, 'one'), 200);
    assert.equal(server.connections(), 1);
    assert.equal(await post(`${url}/`, 'two'), 200);
    assert.equal(server.connections(), 2);
    assert.equal(await post(`http://localhost:${server.port}/`, 'one'), 200);
    assert.equal(server.connections(), 3);
    for (const count of [4, 5]) {
      assert.equal(await post(`${url}/`), 200);
      assert.equal(server.connections(), count, 'without an owner each has its own');
    }
  });

  it('carries one request at a time', async () => {
    const waiting: http.ServerResponse[] = [];
    const server = await plain((_request, response) => {
      if (waiting.push(response) === 2) for (const one of waiting.splice(0)) one.writeHead(204).end();
    });
    const post = poster();
    const url = `http://127.0.0.1:${server.port}/`;
    for (let round = 0; round < 3; round += 1)
      assert.deepEqual(await Promise.all([post(url, 'one'), post(url, 'one')]), [204, 204]);
    assert.equal(server.connections(), 2);
  });

  it('speaks TLS once', async () => {
    const server = await counted(https.createServer(selfMade, (_request, response) => void response.end('ok')));
    const post = poster({ resolveName: async () => ['127.0.0.1'], ca: selfMade.cert });
    for (let n = 0; n < 3; n += 1) assert.equal(await post(`${NAMED}:${server.port}/`, 'one'), 200);
    assert.equal(server.connections(), 1);
  });

  it('is used no more once its name leads elsewhere, though it still stands', async () => {
    let requests = 0;
    const server = await counted(
      https.createServer(selfMade, (_request, response) => {
        requests += 1;
        response.end('ok');
      }),
    );
    let addresses = ['127.0.0.1'];
    const options = { resolveName: async () => addresses, ca: selfMade.cert, kept: createKeptConnections() };
    const post = poster(options);
    const url = `${NAMED}:${server.port}/`;
    assert.equal(await post(url, 'one'), 200);
    addresses = [PUBLIC];
    assert.notEqual(await poster({ ...options, timeoutMs: 100 })(url, 'one'), 200);
    assert.equal(requests, 1);
    await server.untilClosed();
    addresses = ['127.0.0.1', '10.0.0.1'];
    assert.equal(await post(url, 'one'), 'refused-address', 'one bad address among good ones is enough');
    addresses = ['127.0.0.1'];
    assert.equal(await post(url, 'one'), 200);
    assert.equal(server.connections(), 2, 'a new one');
  });

  it('is used no more once its address is one of those refused', async () => {
    let requests = 0;
    const server = await plain((_request, response) => {
      requests += 1;
      response.writeHead(204).end();
    });
    let allowLoopback = true;
    const post = poster({
      get allowLoopback() {
        return allowLoopback;
      },
    });
    const url = `http://127.0.0.1:${server.port}/`;
    assert.equal(await post(url, 'one'), 204);
    allowLoopback = false;
    assert.equal(await post(url, 'one'), 'refused-address');
    assert.equal(requests, 1);
  });

  it('that the other side closed meanwhile is no failure, one that is closed at every request is', async () => {
    let answersPerConnection = 1;
    let connections = 0;
    const port = await raw((socket) => {
      connections += 1;
      let left = answersPerConnection;
      socket.on('data', () => {
        if (left === 0) socket.resetAndDestroy();
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
        left -= 1;
      });
    });
    const post = poster();
    const url = `http://127.0.0.1:${port}/`;
    for (let n = 0; n < 3; n += 1) assert.equal(await post(url, 'one'), 200);
    assert.equal(connections, 3);
    answersPerConnection = 0;
    assert.equal(await post(url, 'one'), 'reset');
    assert.equal(connections, 4, 'tried on one new connection, not on many');
  });

  it('is none where the other side says so, or where its answer can be read in two ways', async () => {
    const cases: [string, readonly string[]][] = [
      ['close', ['HTTP/1.1 200 OK', 'connection: close', 'content-length: 2', '', 'ok']],
      ['HTTP/1.0', ['HTTP/1.0 200 OK', 'connection: keep-alive', 'content-length: 2', '', 'ok']],
      ['for a second', ['HTTP/1.1 200 OK', 'keep-alive: timeout=1', 'content-length: 2', '', 'ok']],
      ['two lengths', ['HTTP/1.1 200 OK', 'content-length: 2', 'content-length: 2', '', 'ok']],
      ['length and chunks', ['HTTP/1.1 200 OK', 'content-length: 5', 'transfer-encoding: chunked', '', '0', '', '']],
      ['two answers', ['HTTP/1.1 204 No Content', '', 'HTTP/1.1 204 No Content', '', '']],
    ];
    for (const [what, lines] of cases) {
      let connections = 0;
      const port = await raw((socket) => {
        connections += 1;
        socket.on('data', () => void socket.write(lines.join('\r\n')));
      });
      const post = poster();
      const status = Number(lines[0]?.split(' ')[1]);
      for (const count of [1, 2]) {
        assert.equal(await post(`http://127.0.0.1:${port}/`, 'one'), status, what);
        assert.equal(connections, count, what);
      }
    }
  });

  it('is closed when something comes that nobody asked for', async () => {
    const closed = Promise.withResolvers<void>();
    const port = await raw((socket) => {
      socket.once('close', () => closed.resolve());
      socket.on('data', () => {
        socket.write('HTTP/1.1 204 No Content\r\n\r\n');
        setTimeout(() => socket.write('HTTP/1.1 200 OK\r\n\r\n'), 30);
      });
    });
    assert.equal(await poster()(`http://127.0.0.1:${port}/`, 'one'), 204);
    await closed.promise;
  });

  it('is one of so many at most, and closed with the rest at the end', async () => {
    const kept = createKeptConnections(2);
    const server = await plain((_request, response) => void response.writeHead(204).end());
    const post = poster({ kept });
    const url = `http://127.0.0.1:${server.port}/`;
    for (const owner of ['one', 'two', 'three']) assert.equal(await post(url, owner), 204);
    await server.untilOpen(2);
    assert.equal(await post(url, 'three'), 204);
    assert.equal(server.connections(), 3);
    assert.equal(await post(url, 'one'), 204);
    assert.equal(server.connections(), 4, 'the one that had waited longest went');
    kept.close();
    await server.untilOpen(0);
    assert.equal(await post(url, 'two'), 204);
    await server.untilOpen(0);
  });
});

type Said = number | string;

/** The status, or the failure. */
function poster(options: Partial<PostOptions> = {}): (url: string, owner?: string) => Promise<Said> {
  const kept: KeptConnections = options.kept ?? createKeptConnections();
  closers.push(kept.close);
  if (!('allowLoopback' in options)) options = { ...options, allowLoopback: true };
  const postOnce = createPostOnce(Object.defineProperty(options, 'kept', { value: kept }) as PostOptions);
  return async (url, owner) => {
    const request = { url, headers: {}, body: Buffer.from('{}') };
    const result: PostResult = await postOnce(owner === undefined ? request : { ...request, owner });
    return result.kind === 'answered' ? result.status : result.failure;
  };
}

function plain(listener: http.RequestListener) {
  return counted(http.createServer(listener));
}

async function counted(server: net.Server) {
  let connections = 0;
  const open = new Set<net.Socket>();
  server.on('connection', (socket) => {
    connections += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const port = await listening(server);
  const untilOpen = async (count: number): Promise<void> => {
    while (open.size !== count) await sleep(5);
  };
  return { port, connections: () => connections, untilOpen, untilClosed: () => untilOpen(0) };
}

function raw(onConnection: (socket: net.Socket) => void): Promise<number> {
  return listening(
    net.createServer((socket) => {
      socket.on('error', () => undefined);
      onConnection(socket);
    }),
  );
}

async function listening(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
