import { init, type Methods } from '@embedpdf/pdfium';
import { TooComplex } from './too-complex.ts';

/** The part of the library's module that its own types leave to those of Emscripten. */
interface Memory {
  /** Replaced when the memory grows. */
  readonly HEAPU8: Uint8Array;
  readonly wasmExports: { malloc(bytes: number): number; free(at: number): void };
}

/** PDFium's functions as its public headers have them; whatever a function gives as a number and no count is a handle or an address. */
export interface Pdfium extends Methods {
  /** Gives a piece of the library's memory, as it comes, while the work lasts. */
  borrow<T>(byteSize: number, work: (at: number) => T): T;
  /** Puts the bytes into the library's memory while the work lasts. */
  lend<T>(bytes: Uint8Array, work: (at: number) => T): T;
  /** A copy of what lies there. */
  bytesAt(at: number, byteSize: number): Buffer;
}

let library: Promise<Pdfium> | undefined;

async function load(): Promise<Pdfium> {
  // Its WebAssembly lies beside it, and is read from there.
  const { pdfium, ...methods } = await init({});
  const memory = memoryOf(pdfium);
  methods.PDFiumExt_Init();
  const bytesAt = (at: number, byteSize: number): Buffer => Buffer.from(memory.HEAPU8.subarray(at, at + byteSize));
  function borrow<T>(byteSize: number, work: (at: number) => T): T {
    const at = memory.wasmExports.malloc(byteSize);
    if (at === 0) throw new TooComplex();
    try {
      return work(at);
    } finally {
      memory.wasmExports.free(at);
    }
  }
  function lend<T>(bytes: Uint8Array, work: (at: number) => T): T {
    return borrow(bytes.length, (at) => {
      memory.HEAPU8.set(bytes, at);
      return work(at);
    });
  }
  return { ...methods, borrow, lend, bytesAt };
}

/** Safe: the library exports both, see its `runtime-methods`; the types of Emscripten that it refers to are not installed. */
function memoryOf(pdfium: unknown): Memory {
  return pdfium as Memory;
}

/**
 * Starts the library with the first file. One that stopped half way, for want of memory or by a fault, is not used again.
 * @throws TooComplex where it stopped
 */
export async function usePdfium<T>(work: (pdfium: Pdfium) => T): Promise<T> {
  library ??= load();
  try {
    return work(await library);
  } catch (error) {
    if (error instanceof TooComplex) throw error;
    library = undefined;
    if (error instanceof RangeError || (error instanceof Error && error.name === 'RuntimeError'))
      throw new TooComplex();
    throw error;
  }
}

/** FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY. */
const ENCRYPTED_ERRORS = new Set([4, 5]);

/** Opens the document, without a password, while the work lasts. */
export function withDocument<T>(
  pdfium: Pdfium,
  content: Uint8Array,
  { work, refuse }: { work(document: number): T; refuse(reason: 'encrypted' | 'unreadable'): T },
): T {
  return pdfium.lend(content, (at) => {
    const document = pdfium.FPDF_LoadMemDocument(at, content.length, '');
    if (document === 0) return refuse(ENCRYPTED_ERRORS.has(pdfium.FPDF_GetLastError()) ? 'encrypted' : 'unreadable');
    try {
      return work(document);
    } finally {
      pdfium.FPDF_CloseDocument(document);
    }
  });
}

/** More than this is no copy of a paper of 20 MB. */
const MAX_WRITTEN_BYTES = 64 * 1024 * 1024;

/** The document as the library reads it, written anew; undefined where it cannot be written, or only too large. */
export function saveDocument(pdfium: Pdfium, document: number): Buffer | undefined {
  const writer = pdfium.PDFiumExt_OpenFileWriter();
  try {
    if (!pdfium.PDFiumExt_SaveAsCopy(document, writer)) return undefined;
    const byteSize = pdfium.PDFiumExt_GetFileWriterSize(writer);
    if (byteSize > MAX_WRITTEN_BYTES) return undefined;
    return pdfium.borrow(byteSize, (at) => {
      pdfium.PDFiumExt_GetFileWriterData(writer, at, byteSize);
      return pdfium.bytesAt(at, byteSize);
    });
  } finally {
    pdfium.PDFiumExt_CloseFileWriter(writer);
  }
}
