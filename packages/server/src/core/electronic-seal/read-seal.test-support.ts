import { createHash } from 'node:crypto';
import { type Certificate, ContentInfo, SignedData } from 'pkijs';
import { arrayBufferOf } from './seal-key.ts';

export interface ReadSeal {
  /** Over all bytes but those of the signature itself. */
  readonly coversAll: boolean;
  readonly isIntact: boolean;
  readonly subject: string;
  readonly chainLength: number;
  readonly signedAttributes: readonly string[];
  readonly unsignedAttributes: readonly string[];
  /** What a time-stamp must be about, SHA-256. */
  readonly signatureHash: Buffer;
  readonly timeStamp: Buffer | undefined;
}

/** Where the sealed bytes lie: up to `firstEnd`, and `secondLength` of them from `secondAt` on. */
export function sealedRange(pdf: Buffer): { firstEnd: number; secondAt: number; secondLength: number } {
  const range = /\/ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(pdf.toString('latin1'));
  if (!range) throw new Error('no seal');
  const [firstEnd = 0, secondAt = 0, secondLength = 0] = range.slice(1).map(Number);
  return { firstEnd, secondAt, secondLength };
}

/** What a reader of signatures sees, by the libraries alone. Rejects where there is nothing that one could read as a seal. */
export async function readSeal(pdf: Buffer): Promise<ReadSeal> {
  const text = pdf.toString('latin1');
  const { firstEnd, secondAt, secondLength } = sealedRange(pdf);
  const content = Buffer.concat([pdf.subarray(0, firstEnd), pdf.subarray(secondAt, secondAt + secondLength)]);
  const held = Buffer.from(text.slice(firstEnd + 1, secondAt - 1), 'hex');
  const info = ContentInfo.fromBER(arrayBufferOf(held));
  const signed = new SignedData({ schema: info.content });
  const [signer] = signed.signerInfos;
  if (!signer) throw new Error('nobody signed');
  const stamp = signer.unsignedAttrs?.attributes[0]?.values[0]?.toBER(false);
  return {
    coversAll:
      secondAt + secondLength === pdf.length &&
      text.slice(firstEnd, firstEnd + 1) === '<' &&
      text[secondAt - 1] === '>',
    isIntact: await signed.verify({ signer: 0, data: arrayBufferOf(content) }).catch(() => false),
    subject: subjectOf(signed.certificates?.[0]),
    chainLength: signed.certificates?.length ?? 0,
    signedAttributes: signer.signedAttrs?.attributes.map(({ type }) => type) ?? [],
    unsignedAttributes: signer.unsignedAttrs?.attributes.map(({ type }) => type) ?? [],
    signatureHash: createHash('sha256').update(signer.signature.valueBlock.valueHexView).digest(),
    timeStamp: stamp && Buffer.from(stamp),
  };
}

function subjectOf(certificate: unknown): string {
  const { subject } = certificateOf(certificate);
  return subject.typesAndValues.map(({ value }) => String(value.valueBlock.value)).join(', ');
}

/** Safe: `signDetached` puts in nothing else. */
function certificateOf(value: unknown): Certificate {
  return value as Certificate;
}
