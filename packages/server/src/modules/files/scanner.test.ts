import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { suite, test } from 'node:test';
import { FileUnchecked } from './index.ts';
import { makePdf } from './sample-files.ts';
import { createScanner } from './scanner.ts';
import { directory, filesIn, receive, storeWith } from './scanner.test-support.ts';

/** The far side of a network: reads a whole INSTREAM and gives any answer. */
async function answering(
  answer: (socket: Socket, received: Buffer) => void,
): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    const parts: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      parts.push(part);
      const received = Buffer.concat(parts);
      if (received.subarray(-4).equals(Buffer.alloc(4))) answer(socket, received);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

suite('answers of a scanner', () => {
  const answers: [string, string, string][] = [
    ['stream: OK\0', 'CLEAN', 'exactly OK'],
    ['stream: Win.Test.EICAR_HDB-1 FOUND\0', 'file-infected', 'found'],
    ['stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0', 'file-infected', 'given up by its limits'],
    ['', 'scanner-unavailable', 'nothing'],
    ['stream: OK', 'scanner-unavailable', 'OK without an end'],
    ['stream: OK\n', 'scanner-unavailable', 'OK with another end'],
    ['stream: OK\0stream: OK\0', 'scanner-unavailable', 'two answers'],
    ['stream: OK\0 but', 'scanner-unavailable', 'OK and more'],
    ['stream: not OK\0', 'scanner-unavailable', 'OK at the end'],
    ['evil: OK\0', 'scanner-unavailable', 'OK of something else'],
    ['OK\0', 'scanner-unavailable', 'OK alone'],
    ['stream: ok\0', 'scanner-unavailable', 'ok in small letters'],
    ['INSTREAM size limit exceeded. ERROR\0', 'scanner-unavailable', 'too large for it'],
    ['UNKNOWN COMMAND\0', 'scanner-unavailable', 'another program'],
    ['HTTP/1.1 400 Bad Request\r\n\r\n', 'scanner-unavailable', 'a web server'],
    ['stream: a\0b FOUND\0', 'scanner-unavailable', 'a name with U+0000'],
    ['x'.repeat(100_000), 'scanner-unavailable', 'an endless answer'],
  ];
  for (const [answer, expected, what] of answers) {
    test(`${what}: ${expected}`, async () => {
      const { server, port } = await answering((socket) => socket.end(answer));
      const { store, root } = storeWith({ host: '127.0.0.1', port });
      try {
        const received = await receive(store, makePdf(70_000)).then(
          ({ scan }) => scan,
          (error: { code: string }) => error.code,
        );
        assert.equal(received, expected);
        if (expected !== 'CLEAN') assert.equal(await filesIn(root), 0);
      } finally {
        server.close();
      }
    });
  }

  test('sends the file whole, in chunks of clamd', async () => {
    const content = makePdf(200_000);
    let sent = Buffer.alloc(0);
    const { server, port } = await answering((socket, received) => {
      sent = Buffer.from(received);
      socket.end('stream: OK\0');
    });
    await createScanner({ host: '127.0.0.1', port }).requireClean(
      Readable.from([content.subarray(0, 9), content.subarray(9)]),
    );
    server.close();
    assert.equal(sent.toString('latin1', 0, 10), 'zINSTREAM\0');
    assert.equal(sent.readUInt32BE(10), 9);
    assert.equal(sent.readUInt32BE(23), content.length - 9);
    assert.ok(sent.subarray(27, -4).equals(content.subarray(9)));
  });

  test('a scanner that hangs, hangs up or is not there is away', async () => {
    const silent = createServer((socket) => void socket.on('error', () => undefined).resume());
    const rude = createServer((socket) => void socket.destroy());
    for (const server of [silent, rude]) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const source = Readable.from([makePdf(3_000_000)]);
      await assert.rejects(createScanner({ host: '127.0.0.1', port }, 200).requireClean(source), FileUnchecked);
      assert.equal(source.destroyed, true);
      server.close();
    }
    await assert.rejects(receive(storeWith({ path: join(directory, 'none.sock') }).store, makePdf()), FileUnchecked);
  });
});
