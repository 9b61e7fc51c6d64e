import assert from 'node:assert/strict';
import { it } from 'node:test';
import { networkOf } from './client-network.ts';

it('counts IPv4 by address and IPv6 by its first 64 bits, however they are written', () => {
  const cases = [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['0:0:0:0:0:FFFF:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:0001:0002::6', '2001:db8:1:2'],
    ['2001:db8:1:2::', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0'],
    ['no address', 'no address'],
    ['', ''],
    [undefined, ''],
  ] as const;
  for (const [address, network] of cases) assert.equal(networkOf(address), network, address);
});
