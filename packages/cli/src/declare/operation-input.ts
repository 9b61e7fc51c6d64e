import type { OperationEntry } from '@nt24/sdk/operations';
import { UsageError } from '../failure.ts';
import { readStdin } from '../prompt.ts';
import type { ApiInput } from './call-operation.ts';
import type { OperationCommand } from './operation-declaration.ts';
import { flagOf, takesBody } from './operation-options.ts';
import { readJson } from './option-values.ts';

export type Given = Readonly<Record<string, unknown>>;

interface Wish {
  readonly entry: OperationEntry;
  readonly positionals: readonly string[];
  readonly options: Given;
}

/** The input of the call but for the seller; members that are said stand before those of `--data`. @throws UsageError */
export async function inputOf(declared: OperationCommand, { entry, positionals, options }: Wish): Promise<ApiInput> {
  const { positionals: names = [], spread = {} } = declared;
  const hasData = takesBody(entry) && options['data'] !== undefined;
  const ofData = hasData ? await bodyOf(String(options['data'])) : {};
  const input: Record<string, unknown> = { ...ofData };
  for (const { name } of entry.params) {
    const at = names.indexOf(name);
    const object = spread[name] && said(spread[name], options);
    const value = at === -1 ? (object ?? options[optionName(name)]) : positionals[at];
    if (value !== undefined) input[name] = object ? { ...(ofData[name] as object | undefined), ...object } : value;
  }
  refuseForeign(declared, { entry, options });
  refuseLacking(entry, { input, spread });
  return input;
}

/** The parser names options so. */
function optionName(name: string): string {
  return name === 'buyerId' ? 'buyer' : name;
}

function said(names: readonly string[], options: Given): Given | undefined {
  const members = names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]] as const);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** @throws UsageError where it is no object */
export async function bodyOf(text: string): Promise<Readonly<Record<string, unknown>>> {
  const value = readJson(text === '-' ? await readStdin() : text, '--data');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError('--data takes a JSON object');
  }
  return value as Readonly<Record<string, unknown>>;
}

/** What the operation of all buyers takes, and that of one does not. */
function refuseForeign({ operation, ofBuyer }: OperationCommand, { entry, options }: Omit<Wish, 'positionals'>): void {
  if (entry.id === operation || ofBuyer === undefined) return;
  const known = new Set(entry.params.map(({ name }) => optionName(name)));
  const usual = new Set(['buyer', 'all', 'data', 'yes', 'idempotencyKey']);
  const foreign = Object.keys(options).find((name) => !known.has(name) && !usual.has(name));
  if (foreign !== undefined) throw new UsageError(`--${flagOf(foreign)} does not go with --buyer`);
}

function refuseLacking(
  { params }: OperationEntry,
  { input, spread }: { readonly input: ApiInput; readonly spread: Readonly<Record<string, readonly string[]>> },
): void {
  for (const { name, required, in: place } of params) {
    const isGivenLater = name === 'sellerId' || place === 'header';
    if (!required || isGivenLater || input[name] !== undefined) continue;
    const flags = (spread[name] ?? [optionName(name)]).map((one) => `--${flagOf(one)}`);
    throw new UsageError(`${flags.join(', ')} ${flags.length === 1 ? 'is' : 'are'} needed`);
  }
}
