import type { TierLimits } from '../../modules/parties/organizations/index.ts';
import { required, type OptionValues } from './verb.ts';

export const LIMITS_USAGE = '[--read <n> --write <n> --webhook <n>]';

/** Calls per minute; all three or none. */
export function limitsFrom(values: OptionValues): { limits?: TierLimits } {
  const names = ['read', 'write', 'webhook'] as const;
  if (names.every((name) => values[name] === undefined)) return {};
  const [read, write, webhook] = names.map((name) => Number(required(values, name)));
  return { limits: { read: read ?? 0, write: write ?? 0, webhook: webhook ?? 0 } };
}
