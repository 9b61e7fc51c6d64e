import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Interfaces, lanAddressOf } from './lan-address.ts';

const MASK = { netmask: '255.255.255.0', mac: '00:00:00:00:00:00', cidr: null };

function interfacesWith(...addresses: readonly string[]): Interfaces {
  const loopback = { ...MASK, address: '127.0.0.1', family: 'IPv4' as const, internal: true };
  const local = { ...MASK, address: 'fe80::1', family: 'IPv6' as const, internal: false, scopeid: 2 };
  const own = addresses.map((address) => ({ ...MASK, address, family: 'IPv4' as const, internal: false }));
  return { lo: [loopback], eth0: [local, ...own] };
}

test('the first address in a local network is taken, and none that the whole world reaches', () => {
  assert.equal(lanAddressOf(undefined, interfacesWith('8.8.8.8', '192.168.1.23', '10.0.0.4')), '192.168.1.23');
  assert.equal(lanAddressOf(undefined, interfacesWith('172.20.10.2')), '172.20.10.2');
  assert.throws(
    () => lanAddressOf(undefined, interfacesWith('8.8.8.8')),
    /no address in a local network; .*8\.8\.8\.8/,
  );
  assert.throws(() => lanAddressOf(undefined, interfacesWith()), /no address in a local network; it has none/);
});

test('a named one is taken where it is of this machine', () => {
  const here = interfacesWith('8.8.8.8', '192.168.1.23', '10.0.0.4');
  for (const own of ['8.8.8.8', '10.0.0.4']) assert.equal(lanAddressOf(own, here), own);
  for (const other of ['192.168.1.24', '127.0.0.1', '0.0.0.0', 'fe80::1', 'laptop'])
    assert.throws(
      () => lanAddressOf(other, here),
      /no IPv4 address .*; its own are 8\.8\.8\.8, 192\.168\.1\.23, 10\.0\.0\.4/,
    );
});
