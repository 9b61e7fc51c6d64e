import type { SampleCall } from './sample-call.ts';

/** The same call in each language, to be pasted: what is yours stands in its first lines. */
export const SAMPLES: Readonly<Record<string, (call: SampleCall, sdkName: string) => string>> = {
  curl,
  'TypeScript (SDK)': typescript,
  Python: python,
  Java: java,
  'C#': csharp,
  PHP: php,
};

const lines = (...parts: readonly (string | readonly string[] | false | undefined)[]): string =>
  parts
    .flat()
    .filter((line) => line !== false && line !== undefined)
    .join('\n');

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const upper = (name: string): string => snake(name).toUpperCase();
const yours = (name: string): string => `your-${snake(name).replaceAll('_', '-')}`;
const jsonOf = ({ body }: SampleCall): string => JSON.stringify(body, undefined, 2);
const isBare = ({ body }: SampleCall): boolean => body === undefined;
const headersOf = ({ headers }: SampleCall): [string, string][] => Object.entries(headers);

/** In single quotes of a shell or of PHP. */
const quoted = (text: string, mark: string): string => `'${text.replaceAll("'", mark)}'`;

function curl(call: SampleCall): string {
  const url = `${call.base}${call.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${upper(name)}`)}`;
  const shell = (text: string): string => quoted(text, `'\\''`);
  const parts = [
    `curl -X ${call.method} "${url}"`,
    '-H "Authorization: Bearer $TOKEN"',
    ...headersOf(call).map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`),
    ...(isBare(call) ? [] : [`--data ${shell(jsonOf(call))}`]),
    ...Object.entries(call.form ?? {}).map(([name, value]) => `-F ${name}=${value}`),
    ...(call.form ? ['-F file=@extract.pdf'] : []),
  ];
  return lines(
    call.pathNames.map((name) => `${upper(name)}=${yours(name)}`),
    parts.join(' \\\n  '),
  );
}

function typescript(call: SampleCall, sdkName: string): string {
  const members = [
    ...call.pathNames.map((name) => `${name}: '${yours(name)}',`),
    ...Object.entries({ ...(Object(call.body) as object), ...call.form }).map(
      ([name, value]) => `${name}: ${JSON.stringify(value)},`,
    ),
    ...(call.form ? ["file: new Blob([await readFile('extract.pdf')]),"] : []),
    ...('If-Match' in call.headers ? ['ifMatch: 0,'] : []),
  ];
  const key = call.headers['Idempotency-Key'];
  const input = members.length === 0 ? '' : `{\n${members.map((member) => `  ${member}\n`).join('')}}`;
  return lines(
    call.form && "import { readFile } from 'node:fs/promises';",
    "import { createClient } from '@nt24/sdk';",
    '',
    'const client = createClient({',
    `  baseUrl: '${call.base}',`,
    '  token: {',
    "    tokenUrl: process.env.TOKEN_URL ?? '',",
    "    clientId: process.env.CLIENT_ID ?? '',",
    "    clientSecret: process.env.CLIENT_SECRET ?? '',",
    '  },',
    '});',
    key !== undefined && '// It makes an Idempotency-Key for the call, and keeps it while it tries again.',
    `console.log(await client.${sdkName}(${input}));`,
  );
}

function python(call: SampleCall): string {
  const url = `${call.base}${call.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `{${snake(name)}}`)}`;
  const headers = headersOf(call).filter(([name]) => name !== 'Content-Type');
  return lines(
    'import os',
    !isBare(call) && 'import json',
    'import requests',
    '',
    call.pathNames.map((name) => `${snake(name)} = "${yours(name)}"`),
    !isBare(call) && `body = json.loads(r'''${jsonOf(call)}''')`,
    `answer = requests.request("${call.method}", f"${url}", headers={`,
    '    "Authorization": f"Bearer {os.environ[\'TOKEN\']}",',
    headers.map(([name, value]) => `    "${name}": ${JSON.stringify(value)},`),
    `}${isBare(call) ? '' : ', json=body'}${pythonForm(call)}, timeout=30)`,
    'answer.raise_for_status()',
    'print(answer.text)',
  );
}

function pythonForm({ form }: SampleCall): string {
  return form ? `, data=${JSON.stringify(form)}, files={"file": open("extract.pdf", "rb")}` : '';
}

function java(call: SampleCall): string {
  if (call.form) return "// Java's own client sends no forms: use a generated one (docs/sdk.md), or curl.";
  const url = `"${call.base}${call.path.replaceAll(/\{(\w+)\}/g, '" + $1 + "')}"`.replace(/ \+ ""$/, '');
  const body = isBare(call) ? 'noBody()' : `ofString("""\n${jsonOf(call).replaceAll(/^/gm, '    ')}""")`;
  const statements = lines(
    call.pathNames.map((name) => `var ${name} = "${yours(name)}";`),
    `var request = HttpRequest.newBuilder(URI.create(${url}))`,
    '    .header("Authorization", "Bearer " + System.getenv("TOKEN"))',
    headersOf(call).map(([name, value]) => `    .header("${name}", ${JSON.stringify(value)})`),
    `    .method("${call.method}", HttpRequest.BodyPublishers.${body})`,
    '    .build();',
    'var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());',
    'System.out.println(answer.statusCode() + " " + answer.body());',
  );
  return lines(
    '// java Call.java',
    'import java.net.URI;',
    'import java.net.http.*;',
    '',
    'class Call {',
    '    public static void main(String[] args) throws Exception {',
    statements.replaceAll(/^(?=.)/gm, '        '),
    '    }',
    '}',
  );
}

function csharp(call: SampleCall): string {
  const headers = headersOf(call).filter(([name]) => name !== 'Content-Type');
  const content = isBare(call)
    ? []
    : ['request.Content = new StringContent("""', jsonOf(call), '""", null, "application/json");'];
  const form = call.form && [
    'var form = new MultipartFormDataContent();',
    ...Object.entries(call.form).map(([name, value]) => `form.Add(new StringContent("${value}"), "${name}");`),
    'form.Add(new ByteArrayContent(File.ReadAllBytes("extract.pdf")), "file", "extract.pdf");',
    'request.Content = form;',
  ];
  return lines(
    'using System.Net.Http;',
    '',
    call.pathNames.map((name) => `var ${name} = "${yours(name)}";`),
    `var request = new HttpRequestMessage(new HttpMethod("${call.method}"), $"${call.base}${call.path}");`,
    'request.Headers.Add("Authorization", $"Bearer {Environment.GetEnvironmentVariable("TOKEN")}");',
    headers.map(([name, value]) => `request.Headers.TryAddWithoutValidation("${name}", ${JSON.stringify(value)});`),
    content,
    form,
    'var answer = await new HttpClient().SendAsync(request);',
    'Console.WriteLine(await answer.Content.ReadAsStringAsync());',
  );
}

function php(call: SampleCall): string {
  const string = (text: string): string => quoted(text, "\\'");
  const url = `"${call.base}${call.path.replaceAll(/\{(\w+)\}/g, '$$$1')}"`;
  const form = Object.entries(call.form ?? {}).map(([name, value]) => `        ${string(name)} => ${string(value)},`);
  return lines(
    '<?php',
    call.pathNames.map((name) => `$${name} = ${string(yours(name))};`),
    `$call = curl_init(${url});`,
    'curl_setopt_array($call, [',
    `    CURLOPT_CUSTOMREQUEST => '${call.method}',`,
    '    CURLOPT_RETURNTRANSFER => true,',
    '    CURLOPT_HTTPHEADER => [',
    "        'Authorization: Bearer ' . getenv('TOKEN'),",
    headersOf(call).map(([name, value]) => `        ${string(`${name}: ${value}`)},`),
    '    ],',
    !isBare(call) && `    CURLOPT_POSTFIELDS => ${string(jsonOf(call))},`,
    call.form && ['    CURLOPT_POSTFIELDS => [', ...form, "        'file' => new CURLFile('extract.pdf'),", '    ],'],
    ']);',
    'echo curl_exec($call);',
  );
}
