import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { createKeyring } from '../../../platform/keyring.ts';
import { createSessions, type Session } from './session.ts';

const MINUTE_MS = 60_000;
const key = { id: 1, key: randomBytes(32) };
const start = Date.UTC(2026, 10, 2, 9);

function sessionsAt(ms: number, keys: Parameters<typeof createKeyring>[0] = [key]) {
  const masterKeys = { opensSessions: () => true };
  return createSessions({ keyring: createKeyring(keys), clock: { now: () => new Date(ms) }, masterKeys });
}

const session: Session = {
  invitationId: randomUUID(),
  ref: 'AbCdEfGhIjKl',
  linkVersion: 3,
  submissionId: randomUUID(),
  language: 'de',
  startedAtSeconds: start / 1000,
  notice: { kind: 'added', fileName: 'Auszug ü 😀.pdf' },
};

describe('session', () => {
  it('comes back as it was, within 30 idle minutes and not after', async () => {
    const sealed = await sessionsAt(start).seal(session);
    assert.deepEqual(await sessionsAt(start + 29 * MINUTE_MS).open(sealed), session);
    assert.equal(await sessionsAt(start + 30 * MINUTE_MS).open(sealed), undefined);
  });

  it('ends 12 hours after its start, however busy', async () => {
    const late = start + 11 * 60 * MINUTE_MS + 50 * MINUTE_MS;
    const sealed = await sessionsAt(late).seal(session);
    assert.deepEqual(await sessionsAt(late + 9 * MINUTE_MS).open(sealed), session);
    assert.equal(await sessionsAt(late + 10 * MINUTE_MS).open(sealed), undefined);
  });

  it('opens after the master key was rotated, and never under a foreign one', async () => {
    const sealed = await sessionsAt(start).seal(session);
    const newer = { id: 2, key: randomBytes(32) };
    assert.deepEqual(await sessionsAt(start, [newer, key]).open(sealed), session);
    assert.equal(await sessionsAt(start, [newer]).open(sealed), undefined);
    assert.equal(await sessionsAt(start, [{ id: 1, key: randomBytes(32) }]).open(sealed), undefined);
  });

  it('shows nothing of what it holds, and does not open when a single character is changed', async () => {
    const sealed = await sessionsAt(start).seal(session);
    const [head = ''] = sealed.split('.');
    assert.ok(!Buffer.from(sealed.slice(head.length + 1), 'base64url').includes(session.invitationId));
    for (let at = 0; at < sealed.length; at += 1) {
      if (sealed[at] === '.') continue;
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      if (Buffer.from(changed, 'base64url').equals(Buffer.from(sealed, 'base64url'))) continue;
      const opened = await sessionsAt(start).open(changed);
      // The last character of a part may have bits that mean nothing; what opens must then be the very same session.
      if (opened) assert.deepEqual(opened, session);
    }
    for (const junk of ['', '.', '....', 'null', 'a'.repeat(5_000)]) {
      assert.equal(await sessionsAt(start).open(junk), undefined);
    }
  });
});
