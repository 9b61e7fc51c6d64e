import { createHmac, createSecretKey } from 'node:crypto';
import { CompactEncrypt, SignJWT, UnsecuredJWT } from 'jose';
import {
  createKey,
  encode,
  publicJwk,
  signText,
  type TestKey,
  type TestProvider,
} from './identity-provider.test-support.ts';

/** Authorization headers that must be refused, by name. `key` (RS256) and `ecKey` (ES256) are published by the provider. */
export async function attackHeaders(
  provider: TestProvider,
  key: TestKey,
  ecKey: TestKey,
): Promise<ReadonlyMap<string, string | undefined>> {
  const honest = await provider.token(key);
  const tokens = new Map([
    ...unsigned(provider, key),
    ...hmacWithPublicKey(provider, key),
    ...foreignKeys(provider, key, ecKey),
    ...headerParameters(provider, key),
    ...claims(provider, key),
    ...(await forms(provider, key, honest)),
  ]);
  const headers = [...tokens].map(([name, token]): [string, string] => [name, `Bearer ${token}`]);
  return new Map<string, string | undefined>([...headers, ...schemes(honest)]);
}

type Attacks = Iterable<[string, string]>;

function unsigned(provider: TestProvider, { kid }: TestKey): Attacks {
  const body = encode(provider.claims());
  const spelled = ['none', 'None', 'NONE', 'nOnE', 'none ', ' none', '', 'null', 'n\u043ene'].map(
    (alg): [string, string] => [`alg ${JSON.stringify(alg)}`, `${encode({ alg, typ: 'JWT', kid })}.${body}.`],
  );
  return [
    ...spelled,
    ['alg none with a signature', `${encode({ alg: 'none', typ: 'JWT', kid })}.${body}.AAAA`],
    ['alg none by jose', new UnsecuredJWT(provider.claims()).encode()],
    ['alg null', `${encode({ alg: null, typ: 'JWT', kid })}.${body}.`],
    ['alg missing', `${encode({ typ: 'JWT', kid })}.${body}.`],
    ['alg as a list', `${encode({ alg: ['RS256'], typ: 'JWT', kid })}.${body}.AAAA`],
    ['RS256 with an empty signature', `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${body}.`],
  ];
}

function hmacWithPublicKey(provider: TestProvider, key: TestKey): Attacks {
  const { publicKey } = key;
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  const secrets: Record<string, string | Buffer> = {
    'the SPKI PEM': pem,
    'the SPKI PEM without its last newline': String(pem).trimEnd(),
    'the PKCS#1 PEM': publicKey.export({ type: 'pkcs1', format: 'pem' }),
    'the SPKI DER': publicKey.export({ type: 'spki', format: 'der' }),
    'the PKCS#1 DER': publicKey.export({ type: 'pkcs1', format: 'der' }),
    'the JWK as published': JSON.stringify(publicJwk(key)),
    'the bare JWK': JSON.stringify(publicKey.export({ format: 'jwk' })),
    'the modulus': Buffer.from(String(publicKey.export({ format: 'jwk' })['n']), 'base64url'),
    nothing: '',
  };
  const mac = (alg: string, digest: string, secret: string | Buffer): string => {
    const input = `${encode({ alg, typ: 'JWT', kid: key.kid })}.${encode(provider.claims())}`;
    return `${input}.${createHmac(digest, createSecretKey(Buffer.from(secret)))
      .update(input)
      .digest('base64url')}`;
  };
  return [
    ...Object.entries(secrets).map(([name, secret]): [string, string] => [
      `HS256 with ${name}`,
      mac('HS256', 'sha256', secret),
    ]),
    ['HS384 with the SPKI PEM', mac('HS384', 'sha384', pem)],
    ['HS512 with the SPKI PEM', mac('HS512', 'sha512', pem)],
    ['RS256 in name, HMAC in truth', mac('RS256', 'sha256', pem)],
  ];
}

function foreignKeys(provider: TestProvider, key: TestKey, ecKey: TestKey): Attacks {
  const body = provider.claims();
  const stranger = createKey(key.kid, 'RS256');
  const header = { alg: 'RS256', typ: 'JWT', kid: key.kid };
  const zeros = Buffer.alloc(64).toString('base64url');
  return [
    ['a stranger\u2019s key under a known kid', signText(header, body, stranger)],
    ['a stranger\u2019s key under its own kid', signText({ ...header, kid: 'stranger' }, body, stranger)],
    ['the kid of another key', signText({ ...header, kid: ecKey.kid }, body, key)],
    ['ES256 in name, RSA in truth', signText({ ...header, alg: 'ES256' }, body, key)],
    ['PS256 in name, RS256 in truth', signText({ ...header, alg: 'PS256' }, body, key)],
    ['RS384', signText({ ...header, alg: 'RS384' }, body, key)],
    ['RS512', signText({ ...header, alg: 'RS512' }, body, key)],
    ['RS256 in lower case', signText({ ...header, alg: 'rs256' }, body, key)],
    ['ES256 with r = s = 0', `${encode({ ...header, alg: 'ES256', kid: ecKey.kid })}.${encode(body)}.${zeros}`],
    ['no kid', signText({ alg: 'RS256', typ: 'JWT' }, body, key)],
    ['an empty kid', signText({ ...header, kid: '' }, body, key)],
    ['kid as a number', signText({ ...header, kid: 1 }, body, key)],
    ['kid as a path', signText({ ...header, kid: '../../../../dev/null' }, body, key)],
    ['kid as SQL', signText({ ...header, kid: `${key.kid}' or '1'='1` }, body, key)],
    ['kid of the prototype', signText({ ...header, kid: '__proto__' }, body, key)],
    ['kid with a blank', signText({ ...header, kid: `${key.kid} ` }, body, key)],
  ];
}

function headerParameters(provider: TestProvider, key: TestKey): Attacks {
  const body = provider.claims();
  const good = { alg: 'RS256', typ: 'JWT', kid: key.kid };
  const stranger = createKey(key.kid, 'RS256');
  const parameters: Record<string, object> = {
    jku: { jku: `${provider.issuer}/protocol/openid-connect/certs` },
    jwk: { jwk: publicJwk(key) },
    x5u: { x5u: 'https://example.org/cert.pem' },
    x5c: { x5c: ['MIIB'] },
    crit: { crit: ['exp'], exp: 1 },
    'an empty crit': { crit: [] },
    'b64 false and crit': { b64: false, crit: ['b64'] },
    'b64 false': { b64: false },
    enc: { enc: 'A256GCM' },
    zip: { zip: 'DEF' },
    'typ ID': { typ: 'ID' },
    'typ logout+jwt': { typ: 'logout+jwt' },
    'typ dpop+jwt': { typ: 'dpop+jwt' },
    'typ JOSE': { typ: 'JOSE' },
    'an empty typ': { typ: '' },
    'typ as a list': { typ: ['JWT'] },
    'no typ': { typ: undefined },
  };
  return [
    ...Object.entries(parameters).map(([name, parameter]): [string, string] => [
      `header with ${name}`,
      signText({ ...good, ...parameter }, body, key),
    ]),
    ['header with the jwk that signed it', signText({ ...good, jwk: publicJwk(stranger) }, body, stranger)],
    ['header with alg twice', signText(`{"alg":"none","alg":"RS256","typ":"JWT","kid":"${key.kid}"}`, body, key)],
    ['header as a list', signText('["RS256"]', body, key)],
    ['header that is not JSON', signText('{alg:RS256}', body, key)],
    ['header nested 3,000 deep', signText('['.repeat(3000), body, key)],
  ];
}

function claims(provider: TestProvider, key: TestKey): Attacks {
  const good = provider.claims();
  const now = provider.clock.seconds();
  const { issuer } = provider;
  const changes: Record<string, object> = {
    'expired 31 s ago': { iat: now - 331, exp: now - 31 },
    'expired a year ago': { iat: now - 31_536_300, exp: now - 31_536_000 },
    'not valid before 31 s from now': { nbf: now + 31 },
    'nbf as text': { nbf: String(now) },
    'issued 31 s from now': { iat: now + 31 },
    'no exp': { exp: undefined },
    'exp null': { exp: null },
    'exp as text': { exp: String(now + 300) },
    'exp as a list': { exp: [now + 300] },
    'exp in a hundred years': { exp: now + 3_153_600_000 },
    'exp 1e300': { exp: 1e300 },
    'exp 2^53': { exp: 2 ** 53 },
    'exp negative': { exp: -1 },
    'exp in milliseconds': { exp: (now + 300) * 1000 },
    'no iat': { iat: undefined },
    'iat as text': { iat: String(now) },
    'no iss': { iss: undefined },
    'iss of another realm': { iss: issuer.replace('nt24-idp', 'master') },
    'iss with a slash at its end': { iss: `${issuer}/` },
    'iss in upper case': { iss: issuer.toUpperCase() },
    'iss as a list': { iss: [issuer] },
    'iss with more behind it': { iss: `${issuer}.example.org` },
    'no aud': { aud: undefined },
    'aud of another service': { aud: 'account' },
    'aud of others': { aud: ['account', 'broker'] },
    'aud in upper case': { aud: 'NT24-API' },
    'aud as an object': { aud: { 'nt24-api': true } },
    'aud empty': { aud: [] },
    'aud with more behind it': { aud: 'nt24-api ' },
    'typ ID': { typ: 'ID' },
    'typ Refresh': { typ: 'Refresh' },
    'typ Offline': { typ: 'Offline' },
    'typ Logout': { typ: 'Logout' },
    'typ in lower case, refresh': { typ: 'refresh' },
    'typ DPoP, bound to a key it does not prove': { typ: 'DPoP' },
    'typ null': { typ: null },
    'no azp and no client_id': { azp: undefined, client_id: undefined },
    'cnf of DPoP, bound to a key it does not prove': { cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } },
    'cnf of a client certificate': { cnf: { 'x5t#S256': 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2' } },
    'cnf of a kind that nobody knows': { cnf: { other: 1 } },
    'cnf null': { cnf: null },
    'azp and client_id of two clients': { client_id: 'api-client-other' },
    'azp and a client_id that is none': { client_id: null },
    'a person\u2019s, of a session': { client_id: undefined, sid: 'AABsTBjJ_u4OuV0GHPxg9Yq8' },
    'a person\u2019s, of a session, with client_id': { sid: 'AABsTBjJ_u4OuV0GHPxg9Yq8' },
    'a person\u2019s, of a session as older Keycloaks name it': {
      session_state: 'a6b47d93-a803-849b-a642-14b35537ca37',
    },
    'a person\u2019s, who signed in at a time': { auth_time: now - 10 },
    'a person\u2019s, of a browser': { nonce: 'n-0S6_WzA2Mj' },
    'a person\u2019s, by name': { preferred_username: 'alice' },
    'a person\u2019s, by no name': { preferred_username: null },
    'azp empty': { azp: '' },
    'azp as a number': { azp: 1 },
    'azp as a list': { azp: ['api-client-demo'] },
    'azp with U+0000': { azp: 'api-client-demo\u0000' },
    'azp with a look-alike letter': { azp: '\u0430pi-client-demo' },
    'azp of 256 characters': { azp: 'a'.repeat(256) },
  };
  const header = { alg: 'RS256', typ: 'JWT', kid: key.kid };
  const text = JSON.stringify(good);
  return [
    ...Object.entries(changes).map(([name, change]): [string, string] => [
      `claims: ${name}`,
      signText(header, { ...good, ...change }, key),
    ]),
    ['claims: azp twice', signText(header, `{"azp":"api-client-other",${text.slice(1)}`, key)],
    ['claims: exp twice', signText(header, `${text.slice(0, -1)},"exp":${now + 301}}`, key)],
    ['claims: exp twice, once escaped', signText(header, `{"\\u0065xp":1,${text.slice(1)}`, key)],
    ['claims: exp NaN', signText(header, text.replace(/"exp":\d+/, '"exp":NaN'), key)],
    ['claims: a list', signText(header, `[${text}]`, key)],
    ['claims: null', signText(header, 'null', key)],
    ['claims: not JSON', signText(header, 'azp=api-client-demo', key)],
    ['claims: nothing', signText(header, '', key)],
    ['claims: invalid UTF-8', signText(header, Buffer.from(text.replace('j1', '\xff'), 'latin1'), key)],
  ];
}

async function forms(provider: TestProvider, key: TestKey, honest: string): Promise<Attacks> {
  const [header = '', payload = '', signature = ''] = honest.split('.');
  const encrypted = await new CompactEncrypt(Buffer.from(honest))
    .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256GCM', cty: 'JWT', kid: key.kid })
    .encrypt(key.publicKey);
  const nested = signText({ alg: 'RS256', typ: 'JWT', cty: 'JWT', kid: key.kid }, honest, key);
  const direct = await new SignJWT(provider.claims({ pad: 'a'.repeat(8192) }))
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
    .sign(key.privateKey);
  return [
    ['a nested JWE', encrypted],
    ['a nested JWS', nested],
    ['8 KiB and more, signed', direct],
    ['8 KiB + 1 of letters', 'a'.repeat(8193)],
    ['nothing after the scheme', ''],
    ['one segment', header],
    ['two segments', `${header}.${payload}`],
    ['four segments', `${honest}.${signature}`],
    ['a dot at the end', `${honest}.`],
    ['a dot at the beginning', `.${honest}`],
    ['only dots', '..'],
    ['an empty payload', `${header}..${signature}`],
    ['truncated by one', honest.slice(0, -1)],
    ['truncated by half', honest.slice(0, honest.length / 2)],
    ['padding', `${honest}==`],
    ['padding inside', `${header}=.${payload}.${signature}`],
    ['plain base64 letters', `${header}.${payload}.${signature.replaceAll('-', '+').replaceAll('_', '/')}+/`],
    ['a blank at the end', `${honest} `],
    ['two blanks before', ` ${honest}`],
    ['a tab before', `\t${honest}`],
    ['a newline inside', `${header}.\n${payload}.${signature}`],
    ['a blank inside', `${header}. ${payload}.${signature}`],
    ['U+0000 at the end', `${honest}\u0000`],
    ['a zero-width space at the end', `${honest}\u200b`],
    ['a full-width dot', `${header}\uff0e${payload}.${signature}`],
    ['percent-encoded dots', honest.replaceAll('.', '%2E')],
    ['quoted', `"${honest}"`],
    ['a comma at the end', `${honest},`],
    ['two tokens, comma', `${honest},${honest}`],
    ['two tokens, blank', `${honest} ${honest}`],
    ['two credentials', `${honest}, Bearer ${honest}`],
    ['the JSON form', JSON.stringify({ payload, signatures: [{ protected: header, signature }] })],
    ['unused trailing bits', withUnusedBits(honest)],
  ];
}

/** Changes bits that a lenient decoder throws away: the same token to it, another text to a cache. */
function withUnusedBits(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(token.slice(-1));
  return token.slice(0, -1) + alphabet.charAt(last ^ 1);
}

function schemes(honest: string): Iterable<[string, string | undefined]> {
  return [
    ['no header', undefined],
    ['an empty header', ''],
    ['the token alone', honest],
    ['scheme Basic', `Basic ${honest}`],
    ['scheme DPoP', `DPoP ${honest}`],
    ['scheme Token', `Token ${honest}`],
    ['scheme without blank', `Bearer${honest}`],
    ['scheme with a colon', `Bearer: ${honest}`],
    ['scheme with a tab', `Bearer\t${honest}`],
    ['scheme twice', `Bearer Bearer ${honest}`],
    ['a blank before the scheme', ` Bearer ${honest}`],
    ['only the scheme', 'Bearer'],
  ];
}
