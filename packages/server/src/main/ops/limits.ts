import type { TierLimits } from '../../modules/parties/organizations/index.ts';
import { UsageError } from './verb.ts';

export const LIMITS = {
  read: ['--read <n>', 'reads a minute; for ENTERPRISE only, and all three'],
  write: ['--write <n>', 'writes a minute'],
  webhook: ['--webhook <n>', 'calls on webhooks a minute'],
} as const;

export interface LimitOptions {
  readonly read?: string | undefined;
  readonly write?: string | undefined;
  readonly webhook?: string | undefined;
}

/** Calls per minute; all three or none. */
export function limitsFrom(options: LimitOptions): { limits?: TierLimits } {
  const { read, write, webhook } = options;
  if (read === undefined && write === undefined && webhook === undefined) return {};
  return { limits: { read: limit('read', read), write: limit('write', write), webhook: limit('webhook', webhook) } };
}

function limit(name: keyof LimitOptions, value: string | undefined): number {
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  return Number(value);
}
