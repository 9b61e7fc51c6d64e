/**
 * What one file, one sender and all of them together may take of the judges of this process (strength.md 6). Figures are for each
 * process: nothing of them is kept or shared.
 */
export interface JudgeLimits {
  /** The child's own processor time for one file; then it is too complex. */
  readonly cpuSeconds: number;
  /** Likewise for the preview, once the file is accepted; then it has none. */
  readonly previewCpuSeconds: number;
  /** For one file on a machine that gives the child no time; then it is as if the judges were busy. */
  readonly wallMs: number;
  readonly waitingPerLink: number;
  readonly waitingPerClient: number;
  readonly waitingPerOrganization: number;
  readonly waiting: number;
  /** The time in which a budget that was used up is there again. */
  readonly budgetSeconds: number;
  readonly cpuSecondsPerLink: number;
  /** A network may be a whole office. */
  readonly cpuSecondsPerNetwork: number;
  /** Of uploads by its clients: half of what two judges have to give. */
  readonly cpuSecondsPerOrganization: number;
}

export const JUDGE_LIMITS: JudgeLimits = {
  cpuSeconds: 20,
  previewCpuSeconds: 10,
  wallMs: 300_000,
  waitingPerLink: 2,
  waitingPerClient: 16,
  waitingPerOrganization: 128,
  waiting: 512,
  budgetSeconds: 600,
  cpuSecondsPerLink: 60,
  cpuSecondsPerNetwork: 240,
  cpuSecondsPerOrganization: 600,
};
