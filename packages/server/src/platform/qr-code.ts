import { encode } from 'uqr';

/** How much of the code may be spoilt and is still read: about 7, 15, 25 and 30 %. */
export const ERROR_CORRECTIONS = ['L', 'M', 'Q', 'H'] as const;
export type ErrorCorrection = (typeof ERROR_CORRECTIONS)[number];

/** The standard's quiet zone (ISO/IEC 18004, 5.3.8), without which cameras do not find the code on a dark page. */
export const QUIET_MODULES = 4;

export interface QrCode {
  /** Row by row, with the quiet zone; true is dark. */
  readonly modules: readonly (readonly boolean[])[];
  /** Of a side, with the quiet zone. */
  readonly moduleCount: number;
}

export function encodeQrCode(text: string, errorCorrection: ErrorCorrection): QrCode {
  const { data } = encode(text, { ecc: errorCorrection, border: QUIET_MODULES });
  return { modules: data, moduleCount: data.length };
}

/** Dark modules side by side in a row. */
export interface Run {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export function darkRuns({ modules }: QrCode): Run[] {
  return modules.flatMap((row, y) => {
    const cells = row.map((isDark) => (isDark ? '1' : '0')).join('');
    return [...cells.matchAll(/1+/g)].map(({ index, 0: run }) => ({ x: index, y, width: run.length }));
  });
}

/** The dark modules as a path of SVG, a module being one unit. */
export function pathOfQrCode(code: QrCode): string {
  return darkRuns(code)
    .map(({ x, y, width }) => `M${x} ${y}h${width}v1h-${width}z`)
    .join('');
}
