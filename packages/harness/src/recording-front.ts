import { once } from 'node:events';
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';

/** Which browser it is, among those that a recording front serves. */
export const BROWSER_HEADER = 'x-browser';

export interface RecordingFront {
  readonly url: string;
  /** Where it leads; may be set after its own address is known. */
  target: string;
  /** All that a browser was answered so far, headers included, but for pictures, styles and scripts. */
  answersTo(browser: string): readonly string[];
  close(): Promise<void>;
}

/** Stands before a server and keeps what it answers to whom. */
export async function startRecordingFront(): Promise<RecordingFront> {
  const answers = new Map<string, string[]>();
  const server = createServer((request, response) => {
    const browser = String(request.headers[BROWSER_HEADER] ?? '');
    const kept = answers.get(browser) ?? [];
    answers.set(browser, kept);
    pass(request, response, { target: front.target, keep: (words) => void kept.push(words) });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the front has no port');
  const front: RecordingFront = {
    url: `http://127.0.0.1:${address.port}`,
    target: '',
    answersTo: (browser) => answers.get(browser) ?? [],
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return front;
}

interface Way {
  readonly target: string;
  keep(words: string): void;
}

function pass(request: IncomingMessage, response: ServerResponse, { target, keep }: Way): void {
  const { method, url = '/' } = request;
  // What is read here must not be packed.
  const headers = { ...request.headers, 'accept-encoding': 'identity' };
  const onward = ask(new URL(url, target), { method, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    if (!url.startsWith('/assets/')) keepWords(answer, `${method} ${url} ${answer.statusCode}`, keep);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

function keepWords(answer: IncomingMessage, about: string, keep: Way['keep']): void {
  const chunks: Buffer[] = [];
  answer.on('data', (chunk: Buffer) => chunks.push(chunk));
  answer.on('end', () => keep(`${about}\n${answer.rawHeaders.join('\n')}\n${Buffer.concat(chunks).toString()}`));
}
