import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BuyerScene, tokenSource, unique } from '../../packages/harness/src/scene.ts';

interface Write {
  readonly path: string;
  readonly key: string;
  readonly body: object;
}

export interface Acknowledged extends Write {
  readonly status: number;
  readonly text: string;
}

/** Clients that invite and revoke, and repeat under the same key until they have an answer. */
export interface Writers {
  readonly acknowledged: Acknowledged[];
  /** Calls without any answer. */
  broken(): number;
  /** Answers other than success, by status. */
  refusals(): Readonly<Record<number, number>>;
  run(): Promise<void>;
}

export interface WritersOptions {
  readonly scene: BuyerScene;
  readonly clients: number;
  /** Between a client's writes. */
  readonly pauseMs: number;
  /** Sends a call to an API. */
  readonly call: Caller;
  readonly isOver: () => boolean;
}

export type Caller = <Result>(work: (url: string) => Promise<Result>) => Promise<Result>;

const AGAIN = /problems\/(unavailable|idempotency-key-in-progress|rate-limited)"/;

export function createWriters({ scene, clients, pauseMs, call, isOver }: WritersOptions): Writers {
  const acknowledged: Acknowledged[] = [];
  const refusals: Record<number, number> = {};
  const token = tokenSource(scene.org);
  let broken = 0;

  /** Undefined where the call broke, or is to be repeated. */
  async function attempt(write: Write): Promise<Acknowledged | undefined> {
    const answer = await call(async (url) => {
      const response = await send(url, await token(), write);
      return { status: response.status, ok: response.ok, text: await response.text() };
    }).catch(() => undefined);
    if (!answer) {
      broken += 1;
      return undefined;
    }
    const { status, ok, text } = answer;
    if (ok) return { ...write, status, text };
    if (!AGAIN.test(text)) throw new Error(`${write.path}: ${status} ${text}`);
    refusals[status] = (refusals[status] ?? 0) + 1;
    return undefined;
  }

  async function post(path: string, body: object): Promise<Acknowledged> {
    const write = { path, key: randomUUID(), body };
    for (;;) {
      const done = await attempt(write);
      if (done) {
        acknowledged.push(done);
        return done;
      }
      await sleep(pauseMs);
    }
  }

  async function inviteAndRevoke(): Promise<void> {
    while (!isOver()) {
      const made = await post(scene.invitations, { recipientEmail: `${unique()}@x.example` });
      const { uuid } = JSON.parse(made.text) as { uuid: string };
      await post(`${scene.invitations}/${uuid}/revoke`, { reason: uuid });
      await sleep(pauseMs);
    }
  }

  return {
    acknowledged,
    broken: () => broken,
    refusals: () => refusals,
    run: async () => void (await Promise.all(Array.from({ length: clients }, inviteAndRevoke))),
  };
}

export function send(url: string, token: string, { path, key, body }: Write): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
}
