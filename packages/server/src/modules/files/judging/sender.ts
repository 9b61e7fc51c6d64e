import type { Budget } from './cpu-budgets.ts';
import type { Place } from './fair-queue.ts';
import type { JudgeLimits } from './judge-limits.ts';

/** For whom a file is judged: a visitor of a link, or a client of an organization. */
export type Sender =
  | {
      /** That invited. */
      readonly organization: string;
      readonly link: string;
      /** Of the visitor, as one that limits count on. */
      readonly network: string;
    }
  | { readonly organization: string; readonly client: string };

export interface Terms extends Place {
  readonly maxWaiting: number;
  readonly budgets: readonly Budget[];
}

/** Of files for which nobody is named: they share one lane. */
const NOBODY: Sender = { organization: '', client: '' };

/** Where the files of a sender wait, how many of them, and what pays for them. */
export function termsOf(sender: Sender = NOBODY, limits: JudgeLimits): Terms {
  const group = sender.organization;
  if ('client' in sender) {
    return {
      group,
      lane: `client ${sender.client}`,
      maxWaiting: limits.waitingPerClient,
      budgets: [{ name: `organization ${group}`, cpuSeconds: limits.cpuSecondsPerOrganization }],
    };
  }
  return {
    group,
    lane: `link ${sender.link}`,
    maxWaiting: limits.waitingPerLink,
    budgets: [
      { name: `link ${sender.link}`, cpuSeconds: limits.cpuSecondsPerLink },
      { name: `network ${sender.network}`, cpuSeconds: limits.cpuSecondsPerNetwork },
    ],
  };
}
