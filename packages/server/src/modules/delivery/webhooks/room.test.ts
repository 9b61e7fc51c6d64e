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

  it('lets none run far ahead of one that has no answer yet, unless that hangs', () => {
    let nowMs = 0;
    const room = createRoom(() => nowMs);
    grow(room, 'grown');
    const shareNow = (): number => room.wish()?.known[0]?.share ?? 0;
    const [first = 0, ...others] = Array.from({ length: 64 }, () => room.take('grown'));
    const end = (place: number): void => {
      room.answered('grown', place);
      room.heard('grown', GOOD);
      room.free('grown');
    };
    for (const place of others) end(place);
    assert.equal(shareNow(), 1 + 32, 'up to the 96th from the first one');
    for (const place of Array.from({ length: 32 }, () => room.take('grown'))) end(place);
    assert.equal(shareNow(), 1, 'no more');
    nowMs = 1_001;
    assert.equal(shareNow(), 64, 'it hangs');
    end(first);
    nowMs = 0;
    assert.equal(shareNow(), 64);
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

function take(room: Room, endpointId: string, count: number): number[] {
  return Array.from({ length: count }, () => room.take(endpointId));
}

/** To its largest share, with nothing under way. */
function grow(room: Room, endpointId: string): void {
  for (const size of [8, 16, 32]) {
    for (const place of take(room, endpointId, size)) {
      room.answered(endpointId, place);
      room.heard(endpointId, GOOD);
      room.free(endpointId);
    }
  }
}
