import assert from 'node:assert/strict';
import { qrCodeIn, readQrCode } from './qr-code.ts';
import type { Visitor } from './visitor.ts';

/** What the code on a visitor's page of the documents leads a phone to. */
export async function deviceLinkOf(desktop: Visitor): Promise<string> {
  const page = await (await desktop.get('/kyc/documents?device=show')).text();
  return readQrCode(qrCodeIn(page) ?? assert.fail('the page shows no code'));
}
