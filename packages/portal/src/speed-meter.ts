const WINDOW_MS = 6_000;

/** Bytes per second over the last seconds; undefined while there is too little to tell. */
export interface SpeedMeter {
  count(bytes: number): void;
  perSecond(): number | undefined;
  restart(): void;
}

export function createSpeedMeter(): SpeedMeter {
  let samples: { at: number; bytes: number }[] = [];
  return {
    count(bytes) {
      const at = performance.now();
      samples = [...samples.filter((sample) => at - sample.at < WINDOW_MS), { at, bytes }];
    },
    perSecond() {
      const [first] = samples;
      const last = samples.at(-1);
      if (!first || !last || last.at - first.at < 500 || last.bytes <= first.bytes) return undefined;
      return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
    },
    restart: () => void (samples = []),
  };
}
