import { readFileSync } from 'node:fs';
import type { ParamEntry } from '@nt24/sdk/operations';
import { UsageError } from '../failure.ts';

/** @throws UsageError as all of these */
export function readNumber(text: string, label: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`${label} takes a number`);
  return value;
}

/** In any letter case. */
export function readChoice(
  text: string,
  { choices, label }: { readonly choices: readonly string[]; readonly label: string },
): string {
  const chosen = choices.find((one) => one.toLowerCase() === text.toLowerCase());
  if (chosen === undefined) throw new UsageError(`${label} takes one of ${choices.join(', ')}`);
  return chosen;
}

/** JSON itself, or in `@file`. */
export function readJson(text: string, label: string): unknown {
  try {
    return JSON.parse(text.startsWith('@') ? readFileSync(text.slice(1), 'utf8') : text);
  } catch (error) {
    const isFile = (error as NodeJS.ErrnoException).code !== undefined;
    throw new UsageError(isFile ? `${label}: ${(error as Error).message}` : `${label} takes JSON`, { cause: error });
  }
}

interface ArrayPart {
  readonly text: string;
  readonly before: unknown;
  readonly items: ParamEntry['items'];
  readonly label: string;
}

/** Entries by commas, or by saying the option again; objects as JSON. */
export function readArray({ text, before, items, label }: ArrayPart): unknown[] {
  const earlier = Array.isArray(before) ? (before as unknown[]) : [];
  if (items?.type === 'object') return [...earlier, ...[readJson(text, label)].flat()];
  const texts = text.split(',').map((part) => part.trim());
  return [...earlier, ...texts.filter((part) => part !== '').map((part) => entryOf(part, { items, label }))];
}

function entryOf(text: string, { items, label }: Pick<ArrayPart, 'items' | 'label'>): unknown {
  if (items?.type === 'integer') return readNumber(text, label);
  const choices = items?.values?.map(String);
  return choices ? readChoice(text, { choices, label }) : text;
}
