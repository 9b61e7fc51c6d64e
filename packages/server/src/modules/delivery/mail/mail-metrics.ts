import { Counter, type Registry } from 'prom-client';

/** Of one try: sent; to be tried again; given up; broken off while the message was on its way; not wanted any more. */
const OUTCOMES = ['sent', 'retried', 'failed', 'unknown', 'cancelled'] as const;
export type MailOutcome = (typeof OUTCOMES)[number];

/** Counts since the process started, where the figures out of the database show what stands there now. */
export interface MailMetrics {
  count(kind: string, outcome: MailOutcome): void;
  /** The mail server refuses us, whoever the mail goes to. */
  countRefusal(kind: string): void;
}

/** Every series is there from the start: Prometheus sees no increase in a series that begins with its first count. */
export function createMailMetrics(registry: Registry, kinds: readonly string[]): MailMetrics {
  const outcomes = new Counter({
    name: 'nt24_mail_outcomes_total',
    help: 'Tries to send a mail since the process started, by kind and by what came of them.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'nt24_mail_server_refusals_total',
    help: 'Tries at which the mail server refused us, whoever the mail went to: login, relaying, protocol, blocklists, SPF, DMARC, filters.',
    labelNames: ['kind'],
    registers: [registry],
  });
  for (const kind of kinds) {
    refusals.inc({ kind }, 0);
    for (const outcome of OUTCOMES) outcomes.inc({ kind, outcome }, 0);
  }
  return {
    count: (kind, outcome) => outcomes.inc({ kind, outcome }),
    countRefusal: (kind) => refusals.inc({ kind }),
  };
}
