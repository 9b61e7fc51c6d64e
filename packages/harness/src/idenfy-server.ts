import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makePdf } from '../../server/src/modules/files/sample-files.ts';

/** A call that iDenfy would have had. */
export interface IdenfyCall {
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

export interface IdenfyServer {
  readonly url: string;
  /** For a service that it verifies for. */
  readonly settings: Readonly<Record<string, string>>;
  /** For sessions. */
  readonly calls: IdenfyCall[];
  /** What it answers from now on, in place of a session; undefined: sessions again. */
  answerWith(answer: Misbehaviour | undefined): void;
  /** For reports. */
  readonly reportCalls: IdenfyCall[];
  /** Likewise, in place of {@link IDENFY_REPORT}. */
  reportWith(answer: Misbehaviour | undefined): void;
  /** Its own words for the sessions that it made, oldest first. */
  readonly scanRefs: string[];
  close(): Promise<void>;
}

export type Misbehaviour = (response: ServerResponse) => void;

export const IDENFY_KEYS = { apiKey: 'api-key', apiSecret: 'planted-api-secret', callbackKey: 'planted-callback-key' };

/** Its report on whomever. */
export const IDENFY_REPORT = makePdf();

/**
 * Speaks `POST /api/v2/token` and `/api/v2/generate-pdf` as documentation.idenfy.com tells it (`kyc/generate-token`, 2026-11-28;
 * `kyc/pdf-generation`, 2026-11-30): shapes of answers are from there.
 */
export async function startIdenfyServer(): Promise<IdenfyServer> {
  const calls: IdenfyCall[] = [];
  const reportCalls: IdenfyCall[] = [];
  const scanRefs: string[] = [];
  let misbehaviour: Misbehaviour | undefined;
  let reporting: Misbehaviour = sendReport;
  const server = createServer(async (request, response) => {
    const body = JSON.parse((await bytesOf(request)).toString()) as Record<string, unknown>;
    const { authorization } = request.headers;
    const isAboutReport = request.url === '/api/v2/generate-pdf';
    (isAboutReport ? reportCalls : calls).push({ authorization, body });
    if (!isAboutReport && misbehaviour) return misbehaviour(response);
    const expected = `Basic ${Buffer.from(`${IDENFY_KEYS.apiKey}:${IDENFY_KEYS.apiSecret}`).toString('base64')}`;
    if (request.method !== 'POST' || (!isAboutReport && request.url !== '/api/v2/token'))
      return sendJson(response, 404, {});
    if (authorization !== expected)
      return sendJson(response, 401, { identifier: 'UNAUTHORIZED', message: 'Wrong key or secret.' });
    if (isAboutReport) return reporting(response);
    const scanRef = randomUUID();
    scanRefs.push(scanRef);
    sendJson(response, 201, tokenAnswer(scanRef, body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    settings: {
      IDENFY_API_KEY: IDENFY_KEYS.apiKey,
      IDENFY_API_SECRET: IDENFY_KEYS.apiSecret,
      IDENFY_CALLBACK_KEY: IDENFY_KEYS.callbackKey,
      IDENFY_API_URL: url,
    },
    calls,
    scanRefs,
    answerWith: (answer) => void (misbehaviour = answer),
    reportCalls,
    reportWith: (answer) => void (reporting = answer ?? sendReport),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function sendReport(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/plain' }).end(IDENFY_REPORT.toString('base64'));
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function tokenAnswer(scanRef: string, { clientId, externalRef, expiryTime }: Record<string, unknown>): object {
  return {
    message: 'Token created successfully',
    authToken: randomBytes(30).toString('base64url'),
    scanRef,
    clientId,
    personScanRef: clientId,
    firstName: null,
    lastName: null,
    successUrl: null,
    errorUrl: null,
    unverifiedUrl: null,
    callbackUrl: null,
    locale: 'en',
    country: null,
    expiryTime,
    sessionLength: 600,
    documents: ['ID_CARD', 'PASSPORT', 'RESIDENCE_PERMIT', 'DRIVER_LICENSE'],
    allowedDocuments: {},
    dateOfBirth: null,
    externalRef,
    tokenType: 'IDENTIFICATION',
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export function signedBy(key: string, body: string | Buffer): string {
  return createHmac('sha256', key).update(body).digest('hex');
}

export interface CallbackWish {
  readonly overall: string;
  readonly final?: boolean;
  /** Members of `status` beside it. */
  readonly status?: object;
  readonly aml?: 'clear' | 'suspected' | 'failed' | 'none';
}

/** The webhook of an identification, whole: "Webhooks" of the API reference at documentation.idenfy.com, 2026-11-28. */
export function identification(
  scanRef: string,
  { overall, final = true, status, aml = 'clear' }: CallbackWish,
): object {
  return {
    final,
    platform: 'MOBILE',
    status: {
      overall,
      suspicionReasons: [],
      denyReasons: [],
      fraudTags: [],
      mismatchTags: [],
      autoFace: 'FACE_MATCH',
      manualFace: 'FACE_MATCH',
      autoDocument: 'DOC_VALIDATED',
      manualDocument: 'DOC_VALIDATED',
      additionalSteps: 'VALID',
      ...status,
    },
    data: {
      docFirstName: 'PLANTEDFIRST',
      docLastName: 'PLANTEDLAST',
      docNumber: 'PLANTED123456',
      docExpiry: '2031-05-01',
      docDob: '1979-02-03',
      docType: 'ID_CARD',
      docSex: 'FEMALE',
      docNationality: 'PT',
      docIssuingCountry: 'PT',
      fullName: 'PLANTEDFIRST PLANTEDLAST',
      selectedCountry: 'PT',
      additionalData: {},
    },
    fileUrls: {
      FRONT: 'https://s3.eu-west-1.amazonaws.com/production.users.storage/planted/FRONT.png?AWSAccessKeyId=x',
    },
    scanRef,
    clientId: randomUUID(),
    externalRef: randomUUID(),
    startTime: 1_796_000_000,
    finishTime: 1_796_000_100,
    clientIp: '203.0.113.7',
    clientIpCountry: 'PT',
    clientLocation: 'Porto, Portugal',
    AML: aml === 'none' ? [] : [screened(aml)],
    LID: [],
  };
}

function screened(aml: 'clear' | 'suspected' | 'failed'): object {
  return {
    status: {
      serviceSuspected: aml === 'suspected',
      serviceUsed: true,
      serviceFound: aml === 'suspected',
      checkSuccessful: aml !== 'failed',
      overallStatus: aml === 'suspected' ? 'SUSPECTED' : 'NOT_SUSPECTED',
    },
    data: aml === 'suspected' ? [{ name: 'PLANTEDLAST', suspicion: 'PEPS', listName: 'List', score: 98 }] : [],
    serviceName: 'PilotApiAmlV2',
    serviceGroupType: 'AML',
    uid: randomUUID(),
    errorMessage: null,
  };
}

/** The webhook of AML monitoring: same source. */
export function monitoring(scanRefs: readonly string[], status: string, setAt?: string): object {
  return {
    monitoringId: randomUUID(),
    name: 'PLANTEDFIRST',
    surname: 'PLANTEDLAST',
    nationality: 'PT',
    dob: '1979-02-03',
    isActive: true,
    expiration: '2027-11-28',
    scanRefList: scanRefs,
    alertStatus: status === 'ACTIVE' ? 'ACCEPTED' : status === 'STOPPED' ? 'DECLINED' : status,
    status,
    pepsStatus: 'NOT_CHECKED',
    sanctionsStatus: 'NOT_CHECKED',
    adverseMediaStatus: 'NOT_CHECKED',
    results: [],
    amlCheck: { overallStatus: 'NOT_CHECKED', ...(setAt !== undefined && { statusSetAt: setAt }) },
  };
}
