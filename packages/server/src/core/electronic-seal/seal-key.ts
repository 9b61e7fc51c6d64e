import { createPrivateKey, type KeyObject, type webcrypto, X509Certificate } from 'node:crypto';

/** What a seal is made with. */
export interface SealKey {
  /** Its own certificate first, then those that vouch for it; DER. */
  readonly chain: readonly [Buffer, ...Buffer[]];
  readonly privateKey: webcrypto.CryptoKey;
}

/** Key and certificates of the operator's own. */
export interface GivenSealKey {
  /** PEM, not encrypted. */
  readonly privateKey: string;
  /** PEM: its own certificate first, then those that vouch for it. */
  readonly chain: string;
}

/** RSA of less is refused by who checks seals. */
const MIN_RSA_BITS = 2_048;
const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** @throws Error in words, without the key */
export function sealKeyOfPem({ privateKey, chain }: GivenSealKey): SealKey {
  const [own, ...others] = (chain.match(CERTIFICATE) ?? []).map((pem) => new X509Certificate(pem).raw);
  if (!own) throw new Error('no certificate is there');
  return sealKeyOf([own, ...others], createPrivateKey(privateKey));
}

/** @param privateKey PKCS #8, DER */
export function sealKeyOfDer(certificate: Buffer, privateKey: Buffer): SealKey {
  return sealKeyOf([certificate], createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' }));
}

function sealKeyOf(chain: readonly [Buffer, ...Buffer[]], key: KeyObject): SealKey {
  if (!new X509Certificate(chain[0]).checkPrivateKey(key))
    throw new Error('the key is not that of the first certificate');
  return { chain, privateKey: key.toCryptoKey(algorithmOf(key), false, ['sign']) };
}

function algorithmOf({ asymmetricKeyType: kind, asymmetricKeyDetails: details = {} }: KeyObject) {
  const namedCurve = CURVES[details.namedCurve ?? ''];
  if (kind === 'ec' && namedCurve !== undefined) return { name: 'ECDSA', namedCurve };
  if (kind === 'rsa' && (details.modulusLength ?? 0) >= MIN_RSA_BITS)
    return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  throw new Error(`the key is neither on P-256, P-384 or P-521 nor RSA of ${MIN_RSA_BITS} bits or more`);
}

/** A copy of its own: a Buffer may be a window of a larger one. */
export function arrayBufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
