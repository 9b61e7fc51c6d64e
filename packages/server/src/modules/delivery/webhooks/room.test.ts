import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRoom, type Room } from './room.ts';

const GOOD = { isGood: true, isQuick: true };

describe('the room of a process', () => {
  it('lets a grown endpoint take nothing of what the others’ first eight need', () => {
    const room = createRoom();
    const before = room.wish();
    grow(room, 'grown');
    take(room, 'grown', 64);
    const wish = room.wish() ?? assert.fail();
    assert.equal(wish.limit, (before?.limit ?? 0) - 8, 'eight of the common room');
    assert.equal(wish.extraLimit, (before?.extraLimit ?? 0) - 56, 'the rest of the extra one');
    assert.deepEqual(wish.known, [{ endpointId: 'grown', underWay: 64, share: 64 }]);
  });

  it('has an end, and keeps some for those with little under way', () => {
    const room = createRoom();
    for (let n = 0; n < 24; n += 1) take(room, `hanging-${n}`, 8);
    grow(room, 'grown');
    const crowded = room.wish() ?? assert.fail();
    assert.deepEqual([crowded.limit, crowded.extraLimit, crowded.perEndpoint], [64, 0, 2]);
    assert.equal(crowded.known.find(({ endpointId }) => endpointId === 'grown')?.share, 2);
    for (let n = 0; n < 32; n += 1) take(room, `late-${n}`, 2);
    assert.equal(room.wish(), undefined);
  });

  it('forgets what an endpoint had grown to once it has been quiet, not before', () => {
    let nowMs = 0;
    const room = createRoom(() => nowMs);
    grow(room, 'quiet');
    grow(room, 'busy');
    take(room, 'busy', 1);
    nowMs = 10_000;
    assert.deepEqual(
      room.wish()?.known.map(({ endpointId }) => endpointId),
      ['quiet', 'busy'],
    );
    nowMs = 10_001;
    assert.deepEqual(room.wish()?.known, [{ endpointId: 'busy', underWay: 1, share: 64 }]);
  });
});

function take(room: Room, endpointId: string, count: number): void {
  for (let n = 0; n < count; n += 1) room.take(endpointId);
}

/** To its largest share, with nothing under way. */
function grow(room: Room, endpointId: string): void {
  for (const size of [8, 16, 32]) {
    take(room, endpointId, size);
    for (let n = 0; n < size; n += 1) {
      room.heard(endpointId, GOOD);
      room.free(endpointId);
    }
  }
}
