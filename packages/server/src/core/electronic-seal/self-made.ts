import { randomBytes, webcrypto } from 'node:crypto';
import { BitString, Integer, OctetString, Utf8String } from 'asn1js';
import { AttributeTypeAndValue, BasicConstraints, Certificate, Extension } from 'pkijs';
import { daysAfter } from '../../platform/clock.ts';
import { arrayBufferOf } from './seal-key.ts';

/** RFC 5280, 4.2.1 and appendix A.1 */
const OID = { commonName: '2.5.4.3', keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19', subjectKey: '2.5.29.14' };
/** Ten years. It is in force since the day before, for readers whose clock is behind. */
const DAYS = 3_652;
/** digitalSignature and contentCommitment, the first two bits. */
const SIGNS_DOCUMENTS = Uint8Array.of(0b1100_0000);

export interface SelfMade {
  /** DER */
  readonly certificate: Buffer;
  /** PKCS #8, DER: a secret. */
  readonly privateKey: Buffer;
}

/** A key on P-256 and a certificate that nobody but itself vouches for, in force for 10 years. */
export async function makeSelfMade(name: string, now: Date): Promise<SelfMade> {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = new Certificate();
  certificate.version = 2;
  // Positive, and not padded: the first bit is 0, the second 1.
  certificate.serialNumber = new Integer({
    valueHex: arrayBufferOf(Buffer.concat([Uint8Array.of(0x4e), randomBytes(15)])),
  });
  for (const { typesAndValues } of [certificate.issuer, certificate.subject])
    typesAndValues.push(new AttributeTypeAndValue({ type: OID.commonName, value: new Utf8String({ value: name }) }));
  certificate.notBefore.value = daysAfter(now, -1);
  certificate.notAfter.value = daysAfter(now, DAYS);
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  const keyHash = await webcrypto.subtle.digest(
    'SHA-256',
    certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView,
  );
  const ofKey = new OctetString({ valueHex: keyHash.slice(0, 20) });
  const usage = new BitString({ valueHex: arrayBufferOf(SIGNS_DOCUMENTS), unusedBits: 6 });
  certificate.extensions = [
    extension(OID.basicConstraints, true, new BasicConstraints({ cA: false }).toSchema().toBER(false)),
    extension(OID.keyUsage, true, usage.toBER(false)),
    extension(OID.subjectKey, false, ofKey.toBER(false)),
  ];
  await certificate.sign(keys.privateKey, 'SHA-256');
  return {
    certificate: Buffer.from(certificate.toSchema(true).toBER(false)),
    privateKey: Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)),
  };
}

function extension(extnID: string, critical: boolean, extnValue: ArrayBuffer): Extension {
  return new Extension({ extnID, critical, extnValue });
}
