import { networkInterfaces } from 'node:os';

/** IPv4 addresses that lead to this machine or to where nobody from outside may go. */
const IPV4 = [
  '127.0.0.1', '127.0.0.2', '127.1.2.3', '127.255.255.254', '0.0.0.0', '0.0.0.1', '10.0.0.1', '10.255.255.255',
  '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255', '169.254.0.1', '169.254.169.254', '100.64.0.1',
  '100.127.255.255', '192.0.0.1', '192.0.0.170', '192.0.2.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1',
  '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '192.88.99.1', '168.63.129.16',
]; // prettier-ignore
const IPV4_SPELLINGS = [
  '127.1', '127.0.1', '2130706433', '017700000001', '0x7f000001', '0x7f.1', '0x7f.0.0.1', '0177.0.0.1', '0177.1',
  '127.0.0.01', '127.0x0.0.1', '0x7F.0x0.0x0.0x1', '000177.0.0.01', '0', '0x0', '00000000', '2852039166', '0xa9fea9fe',
  '0251.0376.0251.0376', '169.254.43518', '127.0.0.1.', '%31%32%37.0.0.1', '127。0。0。1', '１２７.０.０.１', '①②⑦.⓪.⓪.①', '3232235521',
]; // prettier-ignore
const IPV6 = [
  '::1', '0:0:0:0:0:0:0:1', '0000:0000:0000:0000:0000:0000:0000:0001', '::', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:7f00:1',
  '0:0:0:0:0:ffff:7f00:0001', '::ffff:0:127.0.0.1', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '::ffff:10.0.0.1',
  '::ffff:0.0.0.0', '64:ff9b::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::169.254.169.254', '64:ff9b:1::7f00:1', '2002:7f00:1::', '2002:7f00:0001::1',
  '2002:a9fe:a9fe::', '2001:0:7f00:1::', '2001::1', '2001:db8::1', '2001:10::1', '2001:20::1', '2001:2::1', '100::1', 'fc00::1', 'fd00::1', 'fd00:ec2::254',
  'fe80::1', 'febf::1', 'fec0::1', 'ff02::1', 'ff0e::1', '3fff::1', '5f00::1', '4000::1',
]; // prettier-ignore
const NAMES = [
  'localhost', 'LOCALHOST', 'localhost.', 'foo.localhost', 'localhost.localdomain', 'metadata', 'metadata.google.internal',
  'printer.local', 'nas.home.arpa', 'server.internal',
]; // prettier-ignore
/** The port is put in after the host. */
const TRICKS = [
  'https://example.com@127.0.0.1', 'https://user:password@127.0.0.1', 'https://127.0.0.1\\@example.com', 'https:127.0.0.1', 'https:////127.0.0.1',
  '\thttps://127.0.0.1', 'https://127.0.0.1\t', 'https://127.0.\n0.1', 'HTTPS://127.0.0.1', 'https:\\\\127.0.0.1',
]; // prettier-ignore
const OTHER_SCHEMES = [
  'http://127.0.0.1',
  'ftp://127.0.0.1',
  'file:///etc/passwd',
  'gopher://127.0.0.1',
  'javascript:1',
  'unix:/tmp/x',
];

/** Addresses, on the canary's port, that must not be reached in any spelling: this machine's own are among them. */
export function forbiddenAddresses(port: number): string[] {
  const hosts = [...IPV4, ...IPV4_SPELLINGS, ...NAMES, ...IPV6.map((address) => `[${address}]`), ...ownPrivateHosts()];
  const urls = [...hosts.map((host) => `https://${host}`), ...TRICKS];
  return [...urls.map((url) => withPort(url, port)), ...OTHER_SCHEMES];
}

function withPort(url: string, port: number): string {
  return /\\@/.test(url) ? url.replace('\\', `:${port}\\`) : `${url.trimEnd()}:${port}/hook`;
}

function ownPrivateHosts(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(
      ({ address, family }) =>
        family === 'IPv4' && /^(10|127|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168)\./.test(address),
    )
    .map(({ address }) => address);
}
