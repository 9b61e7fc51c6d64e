/** What a structure asks for: the next bytes, to pass over some, or to pass over all up to and including one value. */
type Step = { readonly take: number } | { readonly skip: number } | { readonly until: number };

/** Reads a format step by step and returns whether it is well formed. A step that the file's end cuts off answers undefined. */
export type Structure = Generator<Step, boolean, Buffer | undefined>;

/** A part of a structure that finds one value; undefined when the file ends before. */
export type StructurePart<T> = Generator<Step, T | undefined, Buffer | undefined>;

export interface ByteWalk {
  push(chunk: Buffer): void;
  /** Tells the structure that the file has ended; true when it is well formed. */
  finish(): boolean;
}

const NOTHING = Buffer.alloc(0);

/** Drives a structure over a file that arrives in chunks of any size, keeping no more than the bytes of one `take`. */
export function createByteWalk(structure: Structure): ByteWalk {
  let step = structure.next();
  let taken = NOTHING;
  let skipped = 0;

  function advance(answer: Buffer | undefined): void {
    taken = NOTHING;
    skipped = 0;
    step = structure.next(answer);
  }

  /** Returns how many of the bytes the current step used up. */
  function serve(wanted: Step, bytes: Buffer): number {
    if ('until' in wanted) {
      const at = bytes.indexOf(wanted.until);
      if (at >= 0) advance(NOTHING);
      return at >= 0 ? at + 1 : bytes.length;
    }
    if ('skip' in wanted) {
      const used = Math.min(wanted.skip - skipped, bytes.length);
      skipped += used;
      if (skipped === wanted.skip) advance(NOTHING);
      return used;
    }
    const used = Math.min(wanted.take - taken.length, bytes.length);
    // A copy, as the structure may keep it while the caller fills its chunk anew.
    taken = Buffer.concat([taken, bytes.subarray(0, used)]);
    if (taken.length === wanted.take) advance(taken);
    return used;
  }

  return {
    push(chunk) {
      let at = 0;
      while (at < chunk.length && !step.done) at += serve(step.value, chunk.subarray(at));
    },
    finish() {
      while (!step.done) advance(undefined);
      return step.value;
    },
  };
}
