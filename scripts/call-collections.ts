import { type Operation, sampleCall, type SampleCall } from '../packages/portal/src/reference/sample-call.ts';

interface Described extends Operation {
  readonly summary: string;
  readonly tags: readonly string[];
}

/** As much of the OpenAPI document as collections of calls are made of. */
export interface CallsDocument {
  readonly info: { readonly title: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

interface Entry {
  readonly summary: string;
  readonly tag: string;
  readonly call: SampleCall;
}

/** Both programs put a new UUID in its place at each sending. */
const NEW_UUID = '{{$guid}}';
const KEY = 'Idempotency-Key';
const BASE = '{{baseUrl}}';
const POSTMAN = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

function entriesOf({ paths }: CallsDocument): Entry[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      summary: operation.summary,
      tag: operation.tags[0] ?? '',
      call: sampleCall(operation, { base: BASE, path, method }),
    })),
  );
}

function variablesOf(entries: readonly Entry[]): string[] {
  return [...new Set(entries.flatMap(({ call }) => call.pathNames))];
}

function headersOf({ headers }: SampleCall): [string, string][] {
  return Object.entries(headers).map(([name, value]) => [name, name === KEY ? NEW_UUID : value]);
}

/** Every call for editors that send `.http` files (VS Code's REST Client, and those that follow it). */
export function httpFile(document: CallsDocument): string {
  const entries = entriesOf(document);
  const blocks = entries.map(({ summary, call }) => {
    const boundary = 'nt24';
    const form = call.form && [`Content-Type: multipart/form-data; boundary=${boundary}`];
    const body = call.form ? formLines(call.form, boundary) : call.body === undefined ? [] : ['', json(call.body)];
    return [
      `### ${summary}`,
      `${call.method} ${BASE}${call.path.replaceAll(/\{(\w+)\}/g, '{{$1}}')}`,
      'Authorization: Bearer {{token.response.body.access_token}}',
      ...headersOf(call).map(([name, value]) => `${name}: ${value}`),
      ...(form ?? []),
      ...body,
    ].join('\n');
  });
  const mine = ['tokenUrl', 'clientId', 'clientSecret', ...variablesOf(entries)];
  return [
    '# Made by `npm run generate` out of openapi.json. Fill in what is yours; send "A token" first, and again after 300 s.',
    '@baseUrl = http://127.0.0.1:8080',
    ...mine.map((name) => `@${name} =`),
    '',
    '### A token',
    '# @name token',
    'POST {{tokenUrl}}',
    'Content-Type: application/x-www-form-urlencoded',
    '',
    'grant_type=client_credentials&client_id={{clientId}}&client_secret={{clientSecret}}',
    '',
    ...blocks.map((block) => `${block}\n`),
  ].join('\n');
}

function formLines(form: Readonly<Record<string, string>>, boundary: string): string[] {
  const texts = Object.entries(form).flatMap(([name, value]) => [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${name}"`,
    '',
    value,
  ]);
  const file = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="file"; filename="extract.pdf"',
    'Content-Type: application/pdf',
    '',
    '< ./extract.pdf',
  ];
  return ['', ...texts, ...file, `--${boundary}--`];
}

/** Every call as a collection for Postman, in folders; it gets its own tokens. */
export function postmanCollection(document: CallsDocument): object {
  const entries = entriesOf(document);
  return {
    info: { name: document.info.title, schema: POSTMAN },
    auth: {
      type: 'oauth2',
      oauth2: Object.entries({
        grant_type: 'client_credentials',
        accessTokenUrl: '{{tokenUrl}}',
        clientId: '{{clientId}}',
        clientSecret: '{{clientSecret}}',
        addTokenTo: 'header',
      }).map(([key, value]) => ({ key, value, type: 'string' })),
    },
    variable: [
      { key: 'baseUrl', value: 'http://127.0.0.1:8080' },
      ...['tokenUrl', 'clientId', 'clientSecret', ...variablesOf(entries)].map((key) => ({ key, value: '' })),
    ],
    item: document.tags.map(({ name }) => ({
      name,
      item: entries
        .filter(({ tag }) => tag === name)
        .map(({ summary, call }) => ({ name: summary, request: requestOf(call) })),
    })),
  };
}

function requestOf(call: SampleCall): object {
  const path = call.path.replaceAll(/\{(\w+)\}/g, '{{$1}}');
  return {
    method: call.method,
    header: headersOf(call).map(([key, value]) => ({ key, value })),
    url: { raw: `${BASE}${path}`, host: [BASE], path: path.split('/').slice(1) },
    ...(call.body !== undefined && {
      body: { mode: 'raw', raw: json(call.body), options: { raw: { language: 'json' } } },
    }),
    ...(call.form && { body: { mode: 'formdata', formdata: formData(call.form) } }),
  };
}

function formData(form: Readonly<Record<string, string>>): object[] {
  const texts = Object.entries(form).map(([key, value]) => ({ key, value, type: 'text' }));
  return [...texts, { key: 'file', type: 'file', src: 'extract.pdf' }];
}

function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
