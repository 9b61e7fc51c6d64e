/** A line that is written over and over on a terminal, and not at all elsewhere. */
export interface Progress {
  tell(text: string): void;
  /** A line that stays, on any stderr. */
  note(text: string): void;
  end(): void;
}

const REDRAW_MS = 100;
/** To the beginning of the line, and all of it away. */
const CLEAR = '\r\u001b[2K';

export function progressLine(isQuiet: boolean): Progress {
  if (isQuiet || process.stderr.isTTY !== true) return unseen(isQuiet);
  let last = -Infinity;
  let text = '';
  const draw = (): void => void process.stderr.write(`${CLEAR}${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  return {
    tell(next) {
      text = next;
      if (performance.now() - last < REDRAW_MS) return;
      last = performance.now();
      draw();
    },
    note(line) {
      process.stderr.write(`${CLEAR}${line}\n`);
      draw();
    },
    end() {
      if (text === '') return;
      draw();
      process.stderr.write('\n');
    },
  };
}

function unseen(isQuiet: boolean): Progress {
  const note = (line: string): void => void (isQuiet || process.stderr.write(`${line}\n`));
  return { tell: () => undefined, note, end: () => undefined };
}

export function bytesText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Of a file on its way, such as `upload 1.2 MB of 3.4 MB (35 %)`. */
export function transferText(what: string, done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return `${what} ${bytesText(done)}`;
  return `${what} ${bytesText(done)} of ${bytesText(total)} (${Math.floor((done / total) * 100)} %)`;
}
