import type { KycFileRow } from '../../kyc/documents/index.ts';
import type { ReceiptFile } from './receipt-facts.ts';

export function receiptFile({ type, file_name: fileName, byte_size: byteSize, sha256 }: KycFileRow): ReceiptFile {
  return { type, fileName, byteSize, sha256: sha256.toString('hex') };
}
