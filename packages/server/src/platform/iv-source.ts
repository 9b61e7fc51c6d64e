import { randomFillSync } from 'node:crypto';

export const IV_BYTES = 12;
const IVS = 341;

/**
 * Initialization vectors, each drawn once. The system is asked for a block of them at a time: for one alone the asking takes longer than
 * all the rest of sealing a short value. What was given out is gone from the block.
 */
export function createIvSource(block: Buffer = Buffer.alloc(IVS * IV_BYTES)): () => Buffer {
  let at = block.length;
  return () => {
    if (at + IV_BYTES > block.length) {
      randomFillSync(block);
      at = 0;
    }
    const iv = Buffer.from(block.subarray(at, at + IV_BYTES));
    block.fill(0, at, at + IV_BYTES);
    at += IV_BYTES;
    return iv;
  };
}
