import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createPortalScene } from '../../../../harness/src/portal.ts';
import { sceneWithBuyer } from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { pathOfLink } from '../../../../harness/src/visitor.ts';

/** Bad links that a network may follow before it is asked to wait. */
const FREE = 10;

describe('the address of a caller', () => {
  let service: TestService;
  before(async () => void (service = await startService({ TRUST_PROXY: '127.0.0.1,10.0.0.0/8' })));
  after(() => service.close());

  const statusFrom = async (forwardedFor: string): Promise<number> => {
    const answer = await fetch(`${service.url}/i/none`, { headers: { 'x-forwarded-for': forwardedFor } });
    await answer.text();
    return answer.status;
  };

  it('is the same however the proxy writes it: bare, in brackets, with a port', async () => {
    const spellings: [string, readonly string[]][] = [
      ['IPv4', ['192.0.2.7', '192.0.2.7:1024', ' 192.0.2.7:65535 ', '192.0.2.7:1, 10.0.0.1:2', '192.0.2.7, 10.1.1.1']],
      ['IPv6', ['2001:db8::1', '[2001:db8::1]', '[2001:DB8::1]:443', '[2001:db8::2]:1, 10.0.0.1:80']],
      ['behind what a caller made up', ['9.9.9.9:1, 192.0.2.9:5', '9.9.9.8, 192.0.2.9', '[::1]:7, 192.0.2.9:6']],
    ];
    for (const [about, written] of spellings) {
      const statuses: number[] = [];
      for (let n = 0; n <= FREE; n += 1) statuses.push(await statusFrom(written[n % written.length] ?? ''));
      assert.deepEqual(statuses, [...Array<number>(FREE).fill(404), 429], about);
      for (const spelling of written) assert.equal(await statusFrom(spelling), 429, spelling);
    }
    for (const other of ['192.0.2.8:1024', '[2001:db8:1::1]:443']) assert.equal(await statusFrom(other), 404, other);
  });

  it('may be gone with the caller, and that is no failure of the service', async () => {
    const { invitation } = await createPortalScene(service, await sceneWithBuyer(service)).invited();
    const { port } = new URL(service.url);
    const path = pathOfLink(invitation.publicLinkUrl);
    for (let n = 0; n < 40; n += 1) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined);
      const head = `POST ${path}/start HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`;
      await new Promise((sent) => socket.write(head.repeat(3), sent));
      socket.resetAndDestroy();
    }
    assert.equal((await fetch(service.url + path)).status, 200);
    assert.deepEqual(
      service.logLines.filter((line) => line.includes('internal-error')),
      [],
    );
  });
});
