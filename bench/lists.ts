import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openConnection } from './http-connection.ts';
import { buyerIdOf, fillLists } from './list-filling.ts';
import type { Measurement, Place } from './measurement.ts';
import { printGoal } from './report.ts';
import { type Service, startService } from './service.ts';
import { percentile } from './statistics.ts';

const WARM_UP = 30;
const CALLS = 200;
const DAY_MS = 86_400_000;
/** From either end, by what has no days. */
const FURTHEST = 10_000;

const NOTHING = Buffer.alloc(0);

interface Call {
  run(): Promise<number>;
  close(): void;
}

interface Timing {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * One seller with so many invitations over a thousand days, and a tenth as many buyers: what each filter, sort and far page costs, one
 * call after the other, in turns at the sizes, and how much more with the most than with the fewest.
 */
export function measureLists(sizes: readonly number[]): Measurement['run'] {
  return async (place) => {
    const services: FilledService[] = [];
    for (const size of sizes) services.push(await startFilled(place, size));
    const measured: Timing[][] = [];
    printLine('', sizes.map(String), 'times as long');
    for (const name of Object.keys(listsOf(1))) {
      const timings = await measureList(services, name);
      printLine(
        name,
        timings.map(({ p50Ms, p99Ms }) => `${p50Ms.toFixed(1)} / ${p99Ms.toFixed(1)}`),
        growthOf(timings).toFixed(2),
      );
      measured.push(timings);
    }
    console.log('(p50 / p99 in milliseconds)\n');
    judgeLists(sizes, measured);
  };
}

interface FilledService {
  readonly size: number;
  readonly service: Service;
}

async function startFilled(place: Place, size: number): Promise<FilledService> {
  const folder = join(place.folder, String(size));
  await mkdir(folder);
  const service = await startService({ ...place, folder });
  const startedMs = performance.now();
  await fillLists(service.databaseUrl, service.bench, size);
  console.log(`${size} invitations made in ${Math.round((performance.now() - startedMs) / 1000)} s`);
  return { size, service };
}

async function measureList(services: readonly FilledService[], name: string): Promise<Timing[]> {
  const calls = await Promise.all(services.map((filled) => openCall(filled, name)));
  const times: number[][] = services.map(() => []);
  for (let n = 0; n < WARM_UP + CALLS; n += 1) {
    for (const [index, call] of calls.entries()) {
      const startedMs = performance.now();
      const status = await call.run();
      if (status !== 200) throw new Error(`${name}: ${status} with ${services[index]?.size}`);
      if (n >= WARM_UP) times[index]?.push(performance.now() - startedMs);
    }
  }
  for (const call of calls) call.close();
  return times.map((ofSize) => {
    const sorted = ofSize.toSorted((one, other) => one - other);
    return { p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99) };
  });
}

/** Over a connection of its own: one that waited while others are filled would have been closed by the service. */
async function openCall({ service, size }: FilledService, name: string): Promise<Call> {
  const path = `/v1/partners/${service.bench.sellerId}/${listsOf(size)[name]}`;
  const head = `host: bench\r\nauthorization: Bearer ${await service.freshToken()}`;
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\n${head}\r\n\r\n`);
  const { exchange, close } = await openConnection(service.api.port);
  return { run: () => exchange(request, NOTHING), close };
}

function listsOf(size: number): Record<string, string> {
  const invitations = 'self-service-invitations';
  const page = (share: number, of = size): number => Math.floor((of * share - 1) / 20);
  const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();
  return {
    'first page': invitations,
    'size=100': `${invitations}?size=100`,
    'status=ACTIVE': `${invitations}?status=ACTIVE`,
    'status=EXPIRED': `${invitations}?status=EXPIRED`,
    'status=REVOKED': `${invitations}?status=REVOKED`,
    'kind=PROSPECT, of which there is none': `${invitations}?kind=PROSPECT`,
    'kind=KYC&status=USED': `${invitations}?kind=KYC&status=USED`,
    recipientEmail: `${invitations}?recipientEmail=buyer77@example.com`,
    'recipientEmail that nobody has': `${invitations}?recipientEmail=nobody@example.com`,
    buyerId: `${invitations}?buyerId=${buyerIdOf(2000)}`,
    'createdAfter a day ago': `${invitations}?createdAfter=${ago(1)}`,
    'createdAfter 500 days ago': `${invitations}?createdAfter=${ago(500)}`,
    'createdAfter 500 days ago&status=REVOKED': `${invitations}?status=REVOKED&createdAfter=${ago(500)}`,
    'createdAfter 500 days ago, by cursor': `${invitations}?cursor=&createdAfter=${ago(500)}`,
    'sort=createdAt,asc': `${invitations}?sort=createdAt,asc`,
    'sort=expiresAt,asc': `${invitations}?sort=expiresAt,asc`,
    'sort=expiresAt,desc': `${invitations}?sort=expiresAt,desc`,
    'sort=expiresAt,asc&status=ACTIVE': `${invitations}?sort=expiresAt,asc&status=ACTIVE`,
    'the 50th page': `${invitations}?page=49`,
    'a page at a third': `${invitations}?page=${page(1 / 3)}`,
    'a page in the middle': `${invitations}?page=${page(1 / 2)}`,
    'the last page': `${invitations}?page=${page(1)}`,
    'a page in the middle of status=USED': `${invitations}?status=USED&page=${page(1 / 2, size / 2)}`,
    'a page in the middle by sort=expiresAt,asc': `${invitations}?sort=expiresAt,asc&page=${page(1 / 2)}`,
    'cursor, from the oldest': `${invitations}?cursor=`,
    'cursor, status=ACTIVE': `${invitations}?cursor=&status=ACTIVE`,
    'buyers: first page': 'buyers',
    'buyers: status=BLOCKED': 'buyers?status=BLOCKED',
    'buyers: sort=companyName,asc': 'buyers?sort=companyName,asc',
    'buyers: sort=updatedAt,desc': 'buyers?sort=updatedAt,desc',
    'buyers: sort=vatNumber,asc': 'buyers?sort=vatNumber,asc',
    'buyers: vatNumber': 'buyers?vatNumber=DE77',
    'buyers: the last page': `buyers?page=${page(1, size / 10)}`,
    'buyers: a page in the middle': `buyers?page=${page(1 / 2, size / 10)}`,
    'buyers: a page in the middle by updatedAt': `buyers?sort=updatedAt,desc&page=${page(1 / 2, size / 10)}`,
    'buyers: the furthest page by companyName': `buyers?sort=companyName,asc&page=${page(1, Math.min(size / 20, FURTHEST))}`,
    'buyers: cursor, from the oldest': 'buyers?cursor=',
  };
}

function printLine(name: string, cells: readonly string[], growth: string): void {
  console.log(`${name.padEnd(46)}${cells.map((cell) => cell.padStart(18)).join('')}   ${growth}`);
}

function judgeLists(sizes: readonly number[], all: readonly Timing[][]): void {
  const slowest = Math.max(...all.map((timings) => timings.at(-1)?.p99Ms ?? Number.NaN));
  printGoal({ what: 'list that grows most, p50', value: Math.max(...all.map(growthOf)), under: 2, unit: 'x' });
  printGoal({ what: `slowest list of ${sizes.at(-1)}, p99`, value: slowest, under: 25, unit: 'ms', digits: 1 });
}

function growthOf(timings: readonly Timing[]): number {
  return (timings.at(-1)?.p50Ms ?? Number.NaN) / (timings[0]?.p50Ms ?? Number.NaN);
}
