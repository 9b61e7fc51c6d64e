import { createHash } from 'node:crypto';
import { ObjectIdentifier, OctetString, Sequence, fromBER } from 'asn1js';
import {
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import { arrayBufferOf, type SealKey } from './seal-key.ts';

/** RFC 5652, 11; RFC 5035, 3; RFC 3161, appendix A. */
const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
};
const SIGNED_ATTRIBUTES = 0;
const UNSIGNED_ATTRIBUTES = 1;

/** Gives a time-stamp token (RFC 3161), DER, over the bytes. */
export type TimeStamp = (bytes: Buffer) => Promise<Buffer>;

/**
 * A detached CMS signature as PAdES baseline B asks for (ETSI EN 319 142-1, 6.3), and baseline T where a time-stamp is given: with the
 * certificate's hash among what is signed, and without a signing time, which stands in the PDF.
 */
export async function signDetached(
  content: Buffer,
  { chain, privateKey }: SealKey,
  timeStamp?: TimeStamp,
): Promise<Buffer> {
  const [certificate, ...others] = chain.map((der) => Certificate.fromBER(arrayBufferOf(der)));
  if (!certificate) throw new Error('a chain begins with its own certificate');
  const signer = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
    signedAttrs: signedAttributes({ content, contentType: OID.data, certificate: chain[0] }),
  });
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: OID.data }),
    signerInfos: [signer],
    certificates: [certificate, ...others],
  });
  await signed.sign(privateKey, 0, 'SHA-256', arrayBufferOf(content));
  if (timeStamp) signer.unsignedAttrs = stamped(await timeStamp(Buffer.from(signer.signature.valueBlock.valueHexView)));
  const info = new ContentInfo({ contentType: OID.signedData, content: signed.toSchema(true) });
  return Buffer.from(info.toSchema().toBER(false));
}

interface AboutContent {
  readonly content: Buffer;
  readonly contentType: string;
  /** DER, of the one who signs. */
  readonly certificate: Buffer;
}

/** What is signed: of which kind and hash the content is, and by whose certificate. */
export function signedAttributes({ content, contentType, certificate }: AboutContent): SignedAndUnsignedAttributes {
  return new SignedAndUnsignedAttributes({
    type: SIGNED_ATTRIBUTES,
    attributes: [
      new Attribute({ type: OID.contentType, values: [new ObjectIdentifier({ value: contentType })] }),
      new Attribute({ type: OID.messageDigest, values: [octets(sha256(content))] }),
      new Attribute({ type: OID.signingCertificateV2, values: [signingCertificate(certificate)] }),
    ],
  });
}

/** ESSCertIDv2 by SHA-256, which is its default and so is not named. */
function signingCertificate(der: Buffer): Sequence {
  const certId = new Sequence({ value: [octets(sha256(der))] });
  return new Sequence({ value: [new Sequence({ value: [certId] })] });
}

function stamped(token: Buffer): SignedAndUnsignedAttributes {
  const { result } = fromBER(arrayBufferOf(token));
  const attributes = [new Attribute({ type: OID.timeStampToken, values: [result] })];
  return new SignedAndUnsignedAttributes({ type: UNSIGNED_ATTRIBUTES, attributes });
}

function octets(bytes: Buffer): OctetString {
  return new OctetString({ valueHex: arrayBufferOf(bytes) });
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
