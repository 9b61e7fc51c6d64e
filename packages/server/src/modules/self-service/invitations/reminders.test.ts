import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { daysAfter } from '../../../platform/clock.ts';
import { firstReminderAt, nextReminderAt } from './reminders.ts';

const at = (text: string): Date => new Date(`${text}:00.000Z`);

/** Every instant at which a worker that is always in time would remind. */
function plan(createdAt: Date, days: number): string[] {
  const expiresAt = daysAfter(createdAt, days);
  const instants: string[] = [];
  let next = firstReminderAt(true, createdAt, expiresAt);
  while (next) {
    instants.push(next.toISOString().slice(0, 16));
    next = nextReminderAt({ after: next, sent: instants.length, expiresAt });
  }
  return instants;
}

// 1 June 2026 is a Monday.
const plans: [what: string, createdAt: string, days: number, expected: string[]][] = [
  [
    '5 days, then every 3, the last 48 h before the end',
    '2026-06-01T09:00',
    31,
    ['2026-06-08T09:00', '2026-06-11T09:00', '2026-06-15T09:00', '2026-06-30T09:00'],
  ],
  [
    'Saturday and Sunday wait for Monday',
    '2026-06-02T09:00',
    30,
    ['2026-06-08T09:00', '2026-06-11T09:00', '2026-06-15T09:00', '2026-06-30T09:00'],
  ],
  [
    'the closing one does not wait: it comes on Friday',
    '2026-06-03T09:00',
    12,
    ['2026-06-08T09:00', '2026-06-11T09:00', '2026-06-12T09:00'],
  ],
  ['a short one is reminded of its end only', '2026-06-01T09:00', 4, ['2026-06-03T09:00']],
  ['too short for any', '2026-06-01T09:00', 2, []],
  ['its closing one would be before it was made', '2026-06-05T09:00', 3, []],
  [
    'one minute before midnight is still Friday',
    '2026-06-07T23:59',
    30,
    ['2026-06-12T23:59', '2026-06-15T23:59', '2026-06-18T23:59', '2026-07-03T23:59'],
  ],
];

for (const [what, createdAt, days, expected] of plans) {
  test(`reminders: ${what}`, () => assert.deepEqual(plan(at(createdAt), days), expected));
}

test('reminders: none when they were not asked for', () => {
  assert.equal(firstReminderAt(false, at('2026-06-01T09:00'), at('2026-07-01T09:00')), null);
});

test('reminders: missed ones collapse into one, and the closing one still comes', () => {
  const expiresAt = at('2026-07-01T09:00');
  const late = at('2026-06-25T11:00');
  assert.deepEqual(nextReminderAt({ after: late, sent: 1, expiresAt }), at('2026-06-29T09:00'));
  assert.equal(nextReminderAt({ after: at('2026-06-29T10:00'), sent: 2, expiresAt }), null);
});

test('reminders: whatever the dates and delays, at most 4, on working days, growing, 48 h before the end at the latest', () => {
  const anyInstant = fc.date({ min: at('2026-01-01T00:00'), max: at('2030-01-01T00:00'), noInvalidDate: true });
  const delaysMs = fc.array(fc.integer({ min: 0, max: 6 * 86_400_000 }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(anyInstant, fc.integer({ min: 1, max: 90 }), delaysMs, (createdAt, days, delays) => {
      const expiresAt = daysAfter(createdAt, days);
      let after = createdAt;
      let next = firstReminderAt(true, createdAt, expiresAt);
      let sent = 0;
      while (next) {
        assert.ok(next > after, 'it lies ahead');
        assert.ok(next <= daysAfter(expiresAt, -2), 'it leaves 48 h');
        assert.ok(![0, 6].includes(next.getUTCDay()), 'it is a working day');
        after = new Date(next.getTime() + (delays[sent] ?? 0));
        sent += 1;
        next = nextReminderAt({ after, sent, expiresAt });
      }
      assert.ok(sent <= 4);
    }),
    { numRuns: 2_000 },
  );
});
