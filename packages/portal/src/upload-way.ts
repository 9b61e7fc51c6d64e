/** Whole frames of the server's. With its headers a piece passes where a megabyte does, as in nginx as it comes. */
const FRAME_BYTES = 64 * 1024;
const PIECE_BYTES = 15 * FRAME_BYTES;

/** What has been learnt of the line that this page is at, for all its files. */
export interface UploadWay {
  pieceBytes: number;
  /** PATCH and its like did not pass: POST with a header that says what is meant. */
  usesPost: boolean;
  /** Only the form passed, with the file as a whole. */
  isWhole: boolean;
}

export function createUploadWay(): UploadWay {
  return { pieceBytes: PIECE_BYTES, usesPost: false, isWhole: false };
}

/** After a piece of so many bytes was too large for something on the way; false where the server takes no smaller ones. */
export function halvePieces(way: UploadWay, refusedBytes: number): boolean {
  if (refusedBytes <= FRAME_BYTES) return false;
  const half = Math.floor(refusedBytes / 2 / FRAME_BYTES) * FRAME_BYTES;
  way.pieceBytes = Math.min(way.pieceBytes, Math.max(FRAME_BYTES, half));
  return true;
}
