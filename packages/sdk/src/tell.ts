/** Tells a listener of the caller's, if there is one. What it throws is passed over: it looks on, and must not fail the call. */
export function tell<Facts>(listener: ((facts: Facts) => void) | undefined, facts: Facts): void {
  try {
    listener?.(facts);
  } catch {
    // As said.
  }
}
