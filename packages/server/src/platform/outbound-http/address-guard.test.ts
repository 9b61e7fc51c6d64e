import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type GuardOptions, isPublicAddress, refusalOf } from './address-guard.ts';
import { leadsToRefused } from './name-check.ts';

const STRICT: GuardOptions = { allowLoopback: false };
const DEVELOPMENT: GuardOptions = { allowLoopback: true };

/** Hosts that lead to this machine, its network, its cloud or nowhere, in every spelling that a URL parser reads. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  'loopback, dotted or short': '127.0.0.1 127.1 127.0.1 127.255.255.254 127.0.0.1. 127.1.',
  'loopback in decimal, octal, hexadecimal': '2130706433 017700000001 0x7f000001 0x7F000001 2130706433. 0x7f000001.',
  'loopback, mixed or padded': '0x7f.1 0177.0.0.1 0177.1 0x7f.0.0.1 0x7f.0x0.0x0.0x1 127.0.0x1 00000177.0.0.1',
  'percent-encoded': '%31%32%37.0.0.1 127%2e0%2e0%2e1',
  'full-width and circled digits': '１２７.0.0.1 １２７．０．０．１ ①②⑦.⓪.⓪.① 0ｘ7f.1',
  'ideographic full stops, soft hyphens': '127。0。0。1 127｡0｡0｡1 127.0.\u00ad0.1',
  'unspecified, this network': '0 0.0.0.0 0x0 00 0.1.2.3 0.0.0.0.',
  private:
    '10.0.0.1 10.1 167772161 0xa000001 012.1 172.16.0.1 172.31.255.255 0xac.0x10.1 192.168.0.1 192.168.1 3232235521 0300.0250.1',
  'shared, link-local and metadata':
    '100.64.0.1 100.127.255.255 100.100.100.200 169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.43518 169.254.170.2 168.63.129.16',
  'protocol assignments': '192.0.0.1 192.0.0.192 192.88.99.1 192.31.196.1 192.52.193.1 192.175.48.1',
  'documentation and benchmarking': '192.0.2.1 198.51.100.7 203.0.113.9 198.18.0.1 198.19.255.255',
  'multicast, reserved, broadcast': '224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 4294967295 0xffffffff',
  'IPv6 loopback and unspecified': '[::1] [::] [0:0:0:0:0:0:0:1] [0000::0001] [::0.0.0.1] [::0:1]',
  'IPv4-mapped':
    '[::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:7F00:0001] [0:0:0:0:0:ffff:7f00:1] [::ffff:169.254.169.254] [::ffff:10.0.0.1] [::ffff:0:0]',
  'IPv4-compatible and translated': '[::127.0.0.1] [::7f00:1] [::8.8.8.8] [::ffff:0:127.0.0.1]',
  NAT64: '[64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b::8.8.8.8] [64:ff9b:1::10.0.0.1] [64:ff9b:1:ffff::1]',
  '6to4 and Teredo':
    '[2002:7f00:1::] [2002:a00:1::1] [2002:808:808::1] [2001:0:7f00:1::] [2001::1] [2001:0:4136:e378:8000:63bf:3fff:fdd2]',
  'unique local, link-local, site-local':
    '[fc00::1] [fd12:3456:789a::1] [fd00:ec2::254] [fd20:ce::254] [fe80::1] [febf::1] [fec0::1]',
  'other IPv6 of special purpose':
    '[ff02::1] [ff0e::1] [2001:db8::1] [3fff::1] [2001:2::1] [2001:10::1] [2001:20::1] [100::1] [5f00::1]',
  'IPv6 that nobody was given': '[4000::1] [e000::1] [200::1] [1::1]',
  'names of this machine':
    'localhost LOCALHOST localhost. a.localhost localhost.localdomain ｌｏｃａｌｈｏｓｔ %6cocalhost loc\u00adalhost',
  'names of a network or a cloud': 'printer.local metadata.google.internal router.home.arpa x.onion intranet metadata',
  'a dot at the end': 'hooks.example. hooks.example.com.',
};
const FORBIDDEN_HOSTS = Object.values(FORBIDDEN).flatMap((hosts) => hosts.split(' '));

/** What no URL parser reads, so that nothing is ever sent there. */
const UNREADABLE_HOSTS = [
  '[fe80::1%25eth0]',
  '[fe80::1%eth0]',
  '[::1',
  '127.0.0.1.1',
  '256.1.1.1',
  '0x100000000',
  '4294967296',
  '09.1',

  'a b',
];

const ALLOWED = [
  'https://hooks.example/nt24',
  'https://hooks.example:443/',
  'https://hooks.example:8443/a?token=x',
  'https://xn--bcher-kva.example/',
  'https://bücher.example/',
  'https://127.0.0.1.nip.example/',
  'https://localhost.example.com/',
  'https://internal.example.com/',
  'https://1.1.1.1/',
  'https://8.8.8.8:8443/',
  'https://134744072/',
  'https://9.255.255.255/',
  'https://11.0.0.0/',
  'https://100.63.255.255/',
  'https://100.128.0.0/',
  'https://172.15.255.255/',
  'https://172.32.0.0/',
  'https://192.167.255.255/',
  'https://198.17.255.255/',
  'https://198.20.0.0/',
  'https://223.255.255.255/',
  'https://[2606:4700:4700::1111]/',
  'https://[2a00:1450:4001:82b::200e]:8443/',
  'https://[::ffff:8.8.8.8]/',
];

function refusal(text: string, options = STRICT): string | undefined {
  const url = URL.parse(text);
  return url ? refusalOf(url, options) : 'unreadable';
}

describe('the address guard', () => {
  it('refuses every spelling of an address or a name that is not of the public network', () => {
    assert.ok(FORBIDDEN_HOSTS.length >= 80, String(FORBIDDEN_HOSTS.length));
    assert.equal(new Set(FORBIDDEN_HOSTS).size, FORBIDDEN_HOSTS.length);
    for (const host of FORBIDDEN_HOSTS) {
      for (const port of ['', ':443', ':8443']) {
        const said = refusal(`https://${host}${port}/hook`);
        assert.ok(said !== undefined && said !== 'unreadable', `${host}${port}: ${said}`);
      }
    }
    for (const host of UNREADABLE_HOSTS) assert.equal(URL.parse(`https://${host}/hook`), null, host);
  });

  it('lets the public network through', () => {
    for (const text of ALLOWED) assert.equal(refusal(text), undefined, text);
  });

  it('says what is wrong with a scheme, a port, user information and a length', () => {
    const cases: Record<string, RegExp> = {
      'http://hooks.example/': /https/,
      'ftp://hooks.example/': /https/,
      'file:///etc/passwd': /https/,
      'data:text/plain,x': /https/,
      'gopher://hooks.example:443/': /https/,
      'https://hooks.example:80/': /port/,
      'https://hooks.example:444/': /port/,
      'https://hooks.example:22/': /port/,
      'https://hooks.example:65535/': /port/,
      'https://user@hooks.example/': /user information/,
      'https://user:secret@hooks.example/': /user information/,
      'https://:secret@hooks.example/': /user information/,
      'https://hooks.example@127.0.0.1/': /user information/,
      'https://hooks.example%2f@127.0.0.1/': /user information/,
    };
    for (const [text, reason] of Object.entries(cases)) assert.match(refusal(text) ?? '', reason, text);
    const start = 'https://hooks.example/';
    assert.equal(refusal(start.padEnd(2_048, 'a')), undefined);
    assert.match(refusal(start.padEnd(2_049, 'a')) ?? '', /2048/);
    assert.match(refusal(start.padEnd(2_048, 'é')) ?? '', /2048/, 'counted as it is sent');
  });

  it('opens loopback, http and any port in development, and nothing else', () => {
    for (const host of ['127.0.0.1', '127.1', '[::1]', 'localhost', 'hooks.localhost', '[::ffff:127.0.0.1]'])
      assert.equal(refusal(`http://${host}:3000/`, DEVELOPMENT), undefined, host);
    for (const host of FORBIDDEN_HOSTS.filter((one) => refusal(`https://${one}/`, DEVELOPMENT) === undefined)) {
      const { hostname } = new URL(`https://${host}/`);
      assert.match(hostname, /^127\.|^\[::1\]$|^\[::ffff:7f|localhost$/, host);
    }
    assert.match(refusal('ftp://127.0.0.1/', DEVELOPMENT) ?? '', /https/);
    assert.match(refusal('http://u:p@127.0.0.1/', DEVELOPMENT) ?? '', /user information/);
  });

  it('judges what a resolver or a socket says; anything else is refused', () => {
    for (const address of ['8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8'])
      assert.equal(isPublicAddress(address, STRICT), true, address);
    const odd = [
      ' ',
      'x',
      '8.8.8',
      '0x08080808',
      '134744072',
      '8.8.8.8 ',
      'fe80::1%eth0',
      '2606:4700::1%1',
      '[::1]',
      'hooks.example',
    ];
    for (const address of odd) {
      assert.equal(isPublicAddress(address, STRICT), false, address);
      assert.equal(isPublicAddress(address, DEVELOPMENT), false, address);
    }
    assert.equal(isPublicAddress('127.8.9.1', STRICT), false);
    assert.equal(isPublicAddress('127.8.9.1', DEVELOPMENT), true);
    assert.equal(isPublicAddress('10.0.0.1', DEVELOPMENT), false);
  });

  it('refuses a name of which any address is refused, and takes one that cannot be resolved', async () => {
    const url = new URL('https://hooks.example/');
    const leads = (...addresses: string[]) => leadsToRefused(url, STRICT, async () => addresses);
    assert.equal(await leads('8.8.8.8', '2606:4700:4700::1111'), false);
    assert.equal(await leads('8.8.8.8', '10.0.0.1'), true);
    assert.equal(await leads('8.8.8.8', '64:ff9b::a00:1'), true);
    assert.equal(await leads(), false);
    assert.equal(await leadsToRefused(url, STRICT, () => Promise.reject(new Error('SERVFAIL'))), false);
    assert.equal(await leadsToRefused(new URL('https://8.8.8.8/'), STRICT, () => assert.fail('asked')), false);
  });
});
