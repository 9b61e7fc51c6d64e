import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseJsonBody } from './json-body.ts';

const RUNS = 4_000;

/** A value as it is written: with members of the same name, and names in either spelling. */
type Written = string | number | null | readonly Written[] | { readonly members: readonly Member[] };
interface Member {
  readonly name: string;
  readonly isEscaped: boolean;
  readonly value: Written;
}

/** Few, so that two are often the same, and full of what could be taken for the text around them. */
const WORDS = ['', 'a', 'b', ':', '"', '\\', '\\"', '{"a":1,"a":2}', 'a:b', '\\u0061', '\u2028', '😀', '[', '}'];
const word = fc.constantFrom(...WORDS);
const { written } = fc.letrec<{ written: Written }>((tie) => ({
  written: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(word, fc.integer(), fc.constant(null)),
    fc.array(tie('written'), { maxLength: 4 }),
    fc.record({
      members: fc.array(fc.record({ name: word, isEscaped: fc.boolean(), value: tie('written') }), { maxLength: 4 }),
    }),
  ),
}));

function textOf(value: Written): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(' , ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = membersOf(value).map(
    ({ name, isEscaped, value: member }) => `${isEscaped ? escaped(name) : JSON.stringify(name)} :${textOf(member)}`,
  );
  return `{ ${members.join(',')} }`;
}

/** What it says, not asked of the reader that is used. */
function valueOf(value: Written): unknown {
  if (Array.isArray(value)) return value.map(valueOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(membersOf(value).map((member) => [member.name, valueOf(member.value)]));
}

function escaped(name: string): string {
  const units = Array.from({ length: name.length }, (_, at) => name.charCodeAt(at).toString(16).padStart(4, '0'));
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`;
}

function membersOf(value: Written): readonly Member[] {
  return typeof value === 'object' && value !== null && 'members' in value ? value.members : [];
}

function hasTwins(value: Written): boolean {
  if (Array.isArray(value)) return value.some(hasTwins);
  const members = membersOf(value);
  return new Set(members.map(({ name }) => name)).size < members.length || members.some((one) => hasTwins(one.value));
}

function problemOf(text: string): string | undefined {
  try {
    parseJsonBody(Buffer.from(text));
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Error);
    return error.message;
  }
}

describe('parseJsonBody', () => {
  it(`refuses two members of one name, however written and wherever, and nothing else (${RUNS} cases)`, () => {
    let twins = 0;
    fc.assert(
      fc.property(written, (value) => {
        const text = textOf(value);
        if (hasTwins(value)) {
          twins += 1;
          assert.equal(problemOf(text), 'The body has a duplicate member name.', text);
        } else assert.deepEqual(parseJsonBody(Buffer.from(text)), valueOf(value), text);
      }),
      { numRuns: RUNS },
    );
    assert.ok(twins > RUNS / 20, `${twins} of ${RUNS} had twins`);
  });

  it('reads an escaped name as what it says, whatever was read before', () => {
    for (const [before, after, name] of [
      ['{"a":1,"\\\\":1}', '{"a":1,"\\u003a":1}', ':'],
      ['{"ab":1,"\\\\u":1}', '{"ab":1,"\\u0061c":1}', 'ac'],
      ['{"reason":1,"\\\\u00":1}', '{"reason":1,"\\u00e9t\\u00e9":1}', 'été'],
    ] as const) {
      assert.equal(problemOf(before), undefined);
      const value = parseJsonBody(Buffer.from(after)) as object;
      assert.deepEqual(Object.keys(value)[1], name);
    }
    assert.equal(problemOf('{"a":1,"\\u003a":1,":":1}'), 'The body has a duplicate member name.');
  });

  it('tells what is wrong', () => {
    const closed = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    for (const [text, problem] of [
      ['{"a":{"b":[{"c":1,"\\u0063":1}]}}', 'The body has a duplicate member name.'],
      ['{"a":1,"a":1', 'The body is not valid JSON.'],
      ['{"a":9007199254740992}', 'The body has a number beyond 2^53-1.'],
      ['[[-1e400]]', 'The body has a number beyond 2^53-1.'],
      ['[{"\\u005f_proto__":1}]', 'The body has a reserved member name.'],
      [closed(33), 'The body is nested deeper than 32 levels.'],
      [`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, 'The body is nested deeper than 32 levels.'],
      [closed(120_000), 'The body is nested deeper than 32 levels.'],
      [closed(32), undefined],
      ['"9007199254740992: __proto__"', undefined],
      [`[${Number.MAX_SAFE_INTEGER},0.1]`, undefined],
    ] as const)
      assert.equal(problemOf(text), problem, text.slice(0, 40));
  });
});
