import type { Call, RawOptions } from '@nt24/sdk';
import { ownCommand } from '../../declare/own-command.ts';
import { bodyOf } from '../../declare/operation-input.ts';
import { UsageError } from '../../failure.ts';
import { refuseTarget, saveFile } from '../../output/save-file.ts';
import { note, show } from '../../output/show.ts';

interface Options {
  readonly data?: string;
  readonly query?: readonly string[];
  readonly header?: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
  readonly idempotencyKey?: string;
}

/** Set by the client itself. */
const OWN_HEADERS = new Set(['authorization', 'idempotency-key', 'content-type', 'x-request-id']);

export const api = ownCommand<Options>({
  verb: 'api',
  about: 'Any other call, with the credentials and the tries of all.',
  details: '{seller} in the path is the seller that the other options name.',
  operations: [],
  positionals: [
    { usage: '<method>', about: 'GET, POST, PATCH, PUT or DELETE' },
    { usage: '<path>', about: 'below the base URL, such as /v1/me' },
  ],
  options: [
    { flags: '--data <json>', about: 'the body: JSON, @file, or - for stdin' },
    { flags: '--query <k=v>', about: 'a parameter of the query; may be said again', parse: collect },
    { flags: '--header <k: v>', about: 'a header; may be said again', parse: collect },
    { flags: '--out <file>', about: 'where an answer that is no JSON goes: a file, or - for stdout' },
    { flags: '--force', about: 'write over a file that is there' },
    { flags: '--idempotency-key <key>', about: 'the same key does nothing twice' },
  ],
  examples: [
    'api GET /v1/me',
    'api GET /v1/partners/{seller}/buyers --query vatNumber=PT501964843',
    'api POST /v1/webhooks --data @endpoint.json',
  ],
  async run(context, [method = '', path = ''], options) {
    refuseTarget({ out: options.out, isOverwriting: options.force === true });
    const { client, seller } = await context.session();
    const whole = path.includes('{seller}') ? path.replaceAll('{seller}', await seller()) : path;
    const answer: Call<unknown> = client.request(method, whole, await requestOf(options, context.signal));
    const { data, response } = await answer.withResponse();
    if (data instanceof Response) return save(data, { ...options, isJson: context.isJson, signal: context.signal });
    if (data === undefined) return note(`${response.status}`);
    show(data, { isJson: true, columns: [] });
  },
});

async function requestOf(
  { data, query = [], header = [], idempotencyKey }: Options,
  signal: AbortSignal,
): Promise<RawOptions> {
  return {
    signal,
    idempotencyKey,
    query: Object.fromEntries(query.map((pair) => parted(pair, '=', '--query takes name=value'))),
    headers: Object.fromEntries(header.map(headerOf)),
    ...(data !== undefined && { body: await bodyOf(data) }),
  };
}

function headerOf(text: string): readonly [string, string] {
  const [name, value] = parted(text, ':', "--header takes 'Name: value'");
  if (OWN_HEADERS.has(name.toLowerCase())) throw new UsageError(`${name} is set by nt24 itself`);
  return [name, value.trim()];
}

function parted(text: string, by: string, lacks: string): readonly [string, string] {
  const at = text.indexOf(by);
  if (at < 1) throw new UsageError(lacks);
  return [text.slice(0, at), text.slice(at + 1)];
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

interface SaveOptions extends Options {
  readonly isJson: boolean;
  readonly signal: AbortSignal;
}

async function save(response: Response, { out, force = false, isJson, signal }: SaveOptions): Promise<void> {
  const path = await saveFile(response, { out, isOverwriting: force, isQuiet: isJson, signal });
  if (path !== undefined) note(`saved ${path}`);
}
