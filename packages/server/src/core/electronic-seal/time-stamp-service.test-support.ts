import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { webcrypto } from 'node:crypto';
import { Integer, OctetString } from 'asn1js';
import {
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  PKIStatus,
  PKIStatusInfo,
  SignedData,
  SignerInfo,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';
import { signedAttributes } from './cms-signature.ts';
import { arrayBufferOf, sealKeyOfDer } from './seal-key.ts';
import { makeSelfMade } from './self-made.ts';

const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const SIGNED_DATA = '1.2.840.113549.1.7.2';

/** How the service misbehaves. */
export type Fault = 'other-imprint' | 'other-nonce' | 'rejection' | 'garbage' | 'error' | 'large' | 'elsewhere';

export interface TimeStampService {
  readonly url: string;
  fault: Fault | undefined;
  readonly askedCount: () => number;
  stop(): Promise<void>;
}

/** Speaks RFC 3161 over HTTP with a certificate of its own. */
export async function startTimeStampService(): Promise<TimeStampService> {
  const made = await makeSelfMade('Time-stamps for tests', new Date());
  const { privateKey } = sealKeyOfDer(made.certificate, made.privateKey);
  const certificate = Certificate.fromBER(arrayBufferOf(made.certificate));
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    void buffer(request).then(async (body) => {
      if (service.fault === 'error') return response.writeHead(500).end();
      if (service.fault === 'elsewhere') return response.writeHead(302, { location: service.url }).end();
      if (service.fault === 'garbage') return response.end('<html>');
      if (service.fault === 'large') return response.end(Buffer.alloc(70_000));
      const answer = await answerTo(body, { fault: service.fault, privateKey, certificate });
      return response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const service: TimeStampService = {
    url: `http://127.0.0.1:${portOf(server.address())}/tsa`,
    fault: undefined,
    askedCount: () => count,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return service;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

interface Signing {
  readonly fault: Fault | undefined;
  readonly privateKey: webcrypto.CryptoKey;
  readonly certificate: Certificate;
}

async function answerTo(body: Buffer, { fault, privateKey, certificate }: Signing): Promise<Buffer> {
  if (fault === 'rejection') {
    const status = new PKIStatusInfo({ status: PKIStatus.rejection });
    return Buffer.from(new TimeStampResp({ status }).toSchema().toBER(false));
  }
  const { messageImprint, nonce } = TimeStampReq.fromBER(arrayBufferOf(body));
  if (fault === 'other-imprint') messageImprint.hashedMessage = new OctetString({ valueHex: new ArrayBuffer(32) });
  const info = new TSTInfo({
    version: 1,
    policy: '1.2.3.4.1',
    messageImprint,
    serialNumber: new Integer({ value: 7 }),
    genTime: new Date(),
    ...(nonce && { nonce: fault === 'other-nonce' ? new Integer({ value: 5 }) : nonce }),
  });
  const content = info.toSchema().toBER(false);
  const encapContentInfo = new EncapsulatedContentInfo({ eContentType: TST_INFO });
  // In one piece, as services send it: given to the constructor it would come in parts.
  encapContentInfo.eContent = new OctetString({ valueHex: content });
  const signed = new SignedData({
    version: 3,
    encapContentInfo,
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        signedAttrs: signedAttributes({
          content: Buffer.from(content),
          contentType: TST_INFO,
          certificate: Buffer.from(certificate.toSchema().toBER(false)),
        }),
      }),
    ],
    certificates: [certificate],
  });
  await signed.sign(privateKey, 0, 'SHA-256');
  const timeStampToken = new ContentInfo({ contentType: SIGNED_DATA, content: signed.toSchema(true) });
  const status = new PKIStatusInfo({ status: PKIStatus.granted });
  return Buffer.from(new TimeStampResp({ status, timeStampToken }).toSchema().toBER(false));
}
