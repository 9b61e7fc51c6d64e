import type { Answer, Question } from 'dns-packet';
import { createNameResolver } from '../../packages/server/src/platform/outbound-http/name-resolver.ts';
import { createKeptConnections } from '../../packages/server/src/platform/outbound-http/kept-connections.ts';
import { createPostOnce } from '../../packages/server/src/platform/outbound-http/post-once.ts';
import { startCanary } from './canary.ts';
import { startDnsServer, type Zone } from './dns-server.ts';
import type { Figure } from '../figure.ts';
import type { Measure } from './measure.ts';

/** Public by its form, and handed out to nobody: a packet to it reaches no one. */
const PUBLIC = '2d00:bad:cafe::1';
const TIMEOUT_MS = 1_000;
const LANES = 20;

/** The place in `TRICKS` of the one that leads to this machine and nowhere else. */
const LOOPBACK_ONLY = 7;

type Trick = (question: Question, nth: number) => readonly Answer[] | undefined;

const v4 = (name: string, ...data: string[]): Answer[] =>
  data.map((address) => ({ type: 'A', name, data: address, ttl: 0 }));
const v6 = (name: string, ...data: string[]): Answer[] =>
  data.map((address) => ({ type: 'AAAA', name, data: address, ttl: 0 }));
const perType = ({ type, name }: Question, ipv4: string[], ipv6: string[]): Answer[] =>
  type === 'A' ? v4(name, ...ipv4) : v6(name, ...ipv6);

/** `nth` counts the questions of the same type for the same name, from 0. */
const TRICKS: readonly Trick[] = [
  // Public when it is checked, this machine when it is connected to.
  (question, nth) => (nth === 0 ? perType(question, [], [PUBLIC]) : perType(question, ['127.0.0.1'], ['::1'])),
  (question, nth) => (nth % 2 === 0 ? perType(question, [], [PUBLIC]) : perType(question, ['127.0.0.1'], [])),
  // Both in one answer.
  (question) => perType(question, ['127.0.0.1'], [PUBLIC]),
  (question) => perType(question, [], [PUBLIC, '::1']),
  (question) => perType(question, [], ['::1', PUBLIC]),
  (question) => perType(question, [], [PUBLIC, PUBLIC, PUBLIC, '::ffff:127.0.0.1']),
  // This machine by another spelling, or what lies beside it.
  (question) => perType(question, ['0.0.0.0'], ['::']),
  (question) => perType(question, ['127.8.8.8'], []),
  (question) => perType(question, [], ['64:ff9b::7f00:1']),
  (question) => perType(question, ['169.254.169.254'], ['fd00:ec2::254']),
  // By a detour.
  ({ type, name }) => [
    { type: 'CNAME', name, data: 'inside.test', ttl: 0 },
    ...(type === 'A' ? v4('inside.test', '127.0.0.1') : v6('inside.test', '::1')),
  ],
  // The first question is lost; its repetition is answered otherwise.
  (question, nth) => (nth === 0 ? undefined : perType(question, ['127.0.0.1'], [PUBLIC])),
];

/** Names whose addresses change under the eyes of who asks: whatever they say, nobody gets through to the canary. */
export async function measureRebinding({ rebindings }: Measure): Promise<Figure[]> {
  const canary = await startCanary();
  const dns = await startDnsServer(createZone());
  try {
    const resolveName = createNameResolver({ servers: [dns.address], timeoutMs: 250 });
    const kept = createKeptConnections();
    const post = createPostOnce({ allowLoopback: false, resolveName, timeoutMs: TIMEOUT_MS, kept });
    const body = Buffer.from('{}');
    let next = 0;
    let answered = 0;
    async function work(): Promise<void> {
      while (next < rebindings) {
        const url = `https://r${next / 2}.test:${canary.port}/hook`;
        next += 2;
        // Every name is asked twice in a row, by the same owner: it may have changed meanwhile.
        for (const owner of [url, url]) {
          const result = await post({ url, headers: {}, body, owner });
          if (result.kind === 'answered') answered += 1;
        }
      }
    }
    await Promise.all(Array.from({ length: LANES }, work));
    const reached = canary.connections();
    // The same client and resolver do reach the canary by a name that leads to it, once the guard is off: it was there to be reached.
    const unguarded = createPostOnce({ allowLoopback: true, resolveName, timeoutMs: TIMEOUT_MS });
    await unguarded({ url: `https://r${LOOPBACK_ONLY}.test:${canary.port}/hook`, headers: {}, body });
    const counts = canary.connections() === reached + 1;
    return [
      {
        what: `${rebindings} DNS-rebinding tries (${dns.questions()} questions answered)`,
        found: counts ? `${reached} connections` : 'the canary does not count',
        goal: '0 connections',
        met: counts && reached === 0 && answered === 0 && dns.questions() >= rebindings,
      },
    ];
  } finally {
    await Promise.all([dns.close(), canary.close()]);
  }
}

function createZone(): Zone {
  const asked = new Map<string, number>();
  return (question) => {
    const key = `${question.type} ${question.name}`;
    const nth = asked.get(key) ?? 0;
    asked.set(key, nth + 1);
    const trick = TRICKS[Number(/\d+/.exec(question.name)?.[0] ?? 0) % TRICKS.length];
    return trick?.(question, nth);
  };
}
