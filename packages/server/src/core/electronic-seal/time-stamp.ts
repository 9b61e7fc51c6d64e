import { createHash, randomBytes } from 'node:crypto';
import { Integer, OctetString } from 'asn1js';
import {
  AlgorithmIdentifier,
  MessageImprint,
  PKIStatus,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';
import { arrayBufferOf } from './seal-key.ts';
import type { TimeStamp } from './cms-signature.ts';

const SHA_256 = '2.16.840.1.101.3.4.2.1';
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 64 * 1024;

/**
 * Asks a time-stamp service over HTTP (RFC 3161, 3.4): one POST, 5 s and 64 KiB of answer at most, no redirects. The token must be about
 * these very bytes and this very request; who made it, the reader of the seal judges.
 * @throws Error where the service gives no such token
 */
export function createTimeStamp(url: string): TimeStamp {
  return async (bytes) => {
    const imprint = createHash('sha256').update(bytes).digest();
    const nonce = Buffer.concat([Uint8Array.of(0x4e), randomBytes(15)]);
    const answer = await ask(url, requestOf(imprint, nonce));
    const { status, timeStampToken } = TimeStampResp.fromBER(answer);
    const isGranted = status.status === PKIStatus.granted || status.status === PKIStatus.grantedWithMods;
    if (!isGranted || !timeStampToken) throw new Error(`the time-stamp service said status ${status.status}`);
    const { encapContentInfo } = new SignedData({ schema: timeStampToken.content });
    requireAbout(encapContentInfo, imprint, nonce);
    return Buffer.from(timeStampToken.toSchema().toBER(false));
  };
}

function requestOf(imprint: Buffer, nonce: Buffer): ArrayBuffer {
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA_256 }),
      hashedMessage: new OctetString({ valueHex: arrayBufferOf(imprint) }),
    }),
    nonce: new Integer({ valueHex: arrayBufferOf(nonce) }),
    certReq: true,
  });
  return request.toSchema().toBER(false);
}

async function ask(url: string, body: ArrayBuffer): Promise<ArrayBuffer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > MAX_BYTES) throw new Error(`the time-stamp service answered with more than ${MAX_BYTES} bytes`);
    parts.push(part);
  }
  if (response.status !== 200) throw new Error(`the time-stamp service answered with status ${response.status}`);
  return arrayBufferOf(Buffer.concat(parts));
}

/** @throws Error where the token is about other bytes or another request */
function requireAbout(content: SignedData['encapContentInfo'], imprint: Buffer, nonce: Buffer): void {
  const { eContent } = content;
  if (!eContent) throw new Error('the time-stamp token is empty');
  const info = TSTInfo.fromBER(eContent.getValue());
  const isSameImprint = Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView).equals(imprint);
  const isSameRequest = info.nonce !== undefined && Buffer.from(info.nonce.valueBlock.valueHexView).equals(nonce);
  if (!isSameImprint || !isSameRequest) throw new Error('the time-stamp token is about something else');
}
