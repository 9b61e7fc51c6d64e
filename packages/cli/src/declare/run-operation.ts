import { fileFrom } from '@nt24/sdk/node';
import type { OperationEntry } from '@nt24/sdk/operations';
import type { Target } from '../output/save-file.ts';
import { note, show } from '../output/show.ts';
import { plainText } from '../output/plain-text.ts';
import { progressLine, transferText } from '../output/progress.ts';
import { confirm } from '../prompt.ts';
import type { Session } from '../session.ts';
import { type ApiCall, type ApiInput, call } from './call-operation.ts';
import type { Context } from './context.ts';
import type { OperationCommand } from './operation-declaration.ts';
import { entryOf } from './operation-entries.ts';
import { type Given, inputOf } from './operation-input.ts';
import { showPages } from './show-pages.ts';

interface Running {
  readonly context: Context;
  readonly positionals: readonly string[];
  readonly options: Given;
}

/** What is to be done, all of it understood. */
interface Plan {
  readonly entry: OperationEntry;
  readonly input: ApiInput;
  readonly context: Context;
  readonly session: Session;
  readonly options: Given;
}

export async function runOperation(
  declared: OperationCommand,
  { context, positionals, options }: Running,
): Promise<void> {
  const isOfBuyer = declared.ofBuyer !== undefined && options['buyer'] !== undefined;
  const entry = entryOf(isOfBuyer ? (declared.ofBuyer ?? '') : declared.operation);
  const parts = await inputOf(declared, { entry, positionals, options });
  if (entry.answer === 'bytes') await refuseTargetOf(options);
  const session = await context.session();
  if (declared.question !== undefined) await confirm(declared.question, options['yes'] === true);
  const isOfSeller = entry.params.some(({ name }) => name === 'sellerId');
  const whose = isOfSeller ? { ...parts, sellerId: await session.seller() } : parts;
  const input = await withVersion(declared, { entry, input: whose, context, session, options });
  await perform(declared, { entry, input, context, session, options });
}

/** The version that is there now, where the caller does not say which one he has seen. */
async function withVersion({ versionFrom }: OperationCommand, { input, context, session }: Plan): Promise<ApiInput> {
  if (versionFrom === undefined || input['ifMatch'] !== undefined) return input;
  const from = entryOf(versionFrom);
  const ids = Object.fromEntries(
    from.params.filter(({ in: place }) => place === 'path').map(({ name }) => [name, input[name]]),
  );
  const { version } = (await call(session.client, from)(ids, { signal: context.signal })) as { version: number };
  return { ...input, ifMatch: version };
}

async function perform(declared: OperationCommand, plan: Plan): Promise<void> {
  const { entry, context, options } = plan;
  const { columns = [] } = declared;
  if (entry.answer === 'page')
    return showPages(answerOf(plan), { ...context, columns, isAll: options['all'] === true });
  if (entry.answer === 'bytes') return saveBytes(plan);
  const data = entry.isForm ? await upload(plan) : await answerOf(plan);
  if (entry.answer === 'none') return context.isJson ? undefined : note('done');
  if (context.isJson) return show(data, { isJson: true, columns });
  show(listIn(data), { isJson: false, columns });
  tellMore(data);
}

function answerOf({ entry, input, context, session, options }: Plan): ApiCall {
  const key = options['idempotencyKey'];
  const send = call(session.client, entry);
  return send(input, { signal: context.signal, ...(typeof key === 'string' && { idempotencyKey: key }) });
}

/** A list without pages is shown like one with them. */
function listIn(data: unknown): unknown {
  const isList = typeof data === 'object' && data !== null && 'data' in data && Array.isArray(data.data);
  return isList ? (data as { readonly data: unknown }).data : data;
}

/** A stream has no pages, but a place to go on from. */
function tellMore(data: unknown): void {
  const { hasMore, nextCursor } = {
    ...(data as { readonly hasMore?: boolean; readonly nextCursor?: string } | undefined),
  };
  if (hasMore === true && nextCursor !== undefined) note(`there is more: --after ${plainText(nextCursor)}`);
}

async function upload({ entry, input, context, session, options }: Plan): Promise<unknown> {
  const progress = progressLine(context.isJson);
  const file = await fileFrom(String(input['file']));
  const key = options['idempotencyKey'];
  try {
    return await call(session.client, entry)(
      { ...input, file },
      {
        signal: context.signal,
        onProgress: ({ sentBytes, totalBytes }) => progress.tell(transferText('upload', sentBytes, totalBytes)),
        ...(typeof key === 'string' && { idempotencyKey: key }),
      },
    );
  } finally {
    progress.end();
  }
}

/** Commands without files do without what saves them. */
async function refuseTargetOf(options: Given): Promise<void> {
  const { refuseTarget } = await import('../output/save-file.ts');
  refuseTarget(targetOf(options));
}

function targetOf({ out, force }: Given): Target {
  return { out: out === undefined ? undefined : String(out), isOverwriting: force === true };
}

async function saveBytes(plan: Plan): Promise<void> {
  const { context, options } = plan;
  const { saveFile } = await import('../output/save-file.ts');
  const response = (await answerOf(plan)) as Response;
  const path = await saveFile(response, { ...targetOf(options), isQuiet: context.isJson, signal: context.signal });
  if (path === undefined) return;
  if (context.isJson) show({ file: path }, { isJson: true, columns: [] });
  else note(`saved ${plainText(path)}`);
}
