import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Readable } from 'node:stream';
import { isUuid, newId } from '../../../platform/ids.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { requireSignature, signatureOf } from './callback-signature.ts';
import { readIdenfyCallback } from './idenfy-callback.ts';
import { createPaperPress } from '../../../platform/pdf/index.ts';
import type { EndedSession, VerificationProvider } from './provider.ts';

const PURPOSE = 'verification-sandbox';

/** What the sandbox's page needs of the provider that it plays. */
export interface Sandbox {
  /** Undefined: the token is none of ours. */
  scanRefOf(token: string): string | undefined;
  tokenOf(scanRef: string): string;
  sign(body: Uint8Array): string;
}

/** Its keys are made of the master key: whoever has none opens no session and signs no callback. */
export function createSandbox(keyring: Keyring): Sandbox {
  const tokenOf = (scanRef: string): string => `${scanRef}.${macOf(keyring.derive(PURPOSE), scanRef)}`;
  return {
    tokenOf,
    scanRefOf(token) {
      const [scanRef = ''] = token.split('.');
      if (!isUuid(scanRef)) return undefined;
      const isOurs = keyring.keyIds.some((id) =>
        isEqual(token, `${scanRef}.${macOf(keyring.derive(PURPOSE, id), scanRef)}`),
      );
      return isOurs ? scanRef : undefined;
    },
    sign: (body) => signatureOf(keyring.derive(PURPOSE), body),
  };
}

/** A provider inside this process, for the demo: on its page whoever has the address clicks the outcome. It speaks iDenfy's protocol. */
export function createSandboxProvider(keyring: Keyring, publicBaseUrl: string): VerificationProvider {
  const sandbox = createSandbox(keyring);
  const press = createPaperPress<EndedSession>(new URL('./sandbox-report-thread.ts', import.meta.url));
  return {
    name: 'SANDBOX',
    async createSession() {
      const scanRef = newId();
      return { scanRef, url: `${publicBaseUrl}/verification-sandbox/${sandbox.tokenOf(scanRef)}` };
    },
    readCallback(callback) {
      requireSignature(
        keyring.keyIds.map((id) => keyring.derive(PURPOSE, id)),
        callback,
      );
      return readIdenfyCallback(callback.body);
    },
    async fetchReport({ scanRef, outcome, aml, endedAt }) {
      return Readable.from([await press.press({ scanRef, outcome, aml, endedAt })]);
    },
    stop: () => void press.stop(),
  };
}

function macOf(key: KeyObject, scanRef: string): string {
  return createHmac('sha256', key).update(`session ${scanRef}`).digest('base64url');
}

function isEqual(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
