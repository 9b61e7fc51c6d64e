import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fingerprintOf } from './index.ts';
import { parseJsonBody } from '../../platform/http/json-body.ts';

const RUNS = 4_000;
const json = fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' });

/** As the service reads it: the text is what travels, and -0 is 0 there. */
function fingerprint(text: string): string {
  const body = parseJsonBody(Buffer.from(text));
  return fingerprintOf({ method: 'POST', path: '/v1/x', query: {}, body }).toString('hex');
}

function isReadable(text: string): boolean {
  try {
    return parseJsonBody(Buffer.from(text)) !== undefined;
  } catch {
    return false;
  }
}

/** The same value as another client would write it: members turned round, white space between all tokens. */
function rewrite(value: unknown): string {
  if (Array.isArray(value)) return `[ ${value.map(rewrite).join(' ,\n')}\t]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toReversed();
  return `{\r\n${members.map(([name, member]) => `${JSON.stringify(name)} : ${rewrite(member)}`).join(' , ')} }`;
}

describe('fingerprintOf', () => {
  it(`is the same whatever the order of members and the white space (${RUNS} cases)`, () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value);
        fc.pre(isReadable(text));
        assert.equal(fingerprint(rewrite(value)), fingerprint(text));
      }),
      { numRuns: RUNS },
    );
  });

  it(`differs for any two values that differ (${RUNS} cases)`, () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const texts = [JSON.stringify(one), JSON.stringify(other)] as const;
        fc.pre(texts.every(isReadable));
        const same = isDeepStrictEqual(JSON.parse(texts[0]), JSON.parse(texts[1]));
        assert.equal(fingerprint(texts[0]) === fingerprint(texts[1]), same);
      }),
      { numRuns: RUNS },
    );
  });

  it(`differs after one small change inside (${RUNS} cases)`, () => {
    const facts = fc.record({
      name: fc.string({ unit: 'binary', minLength: 1 }).filter((name) => name !== '__proto__'),
      rest: fc.dictionary(
        fc.string().filter((name) => name !== '__proto__'),
        fc.integer(),
      ),
      list: fc.array(fc.integer(), { minLength: 2 }),
      text: fc.string({ unit: 'binary' }),
    });
    fc.assert(
      fc.property(facts, ({ name, rest, list, text }) => {
        const base = { ...rest, [name]: text, '~list': list };
        const changed: object[] = [
          { ...base, [name]: `${text} ` },
          { ...base, [name]: null },
          { ...base, [name]: [text] },
          { ...base, '~list': [...list, null] },
          { ...base, '~list': { ...list } },
          [base],
        ];
        if (!isDeepStrictEqual(list, list.toReversed())) changed.push({ ...base, '~list': list.toReversed() });
        if (text.toUpperCase() !== text) changed.push({ ...base, [name]: text.toUpperCase() });
        const { [name]: _gone, ...without } = base as Record<string, unknown>;
        changed.push(without);
        const original = fingerprint(JSON.stringify(base));
        const others = changed.map((value) => fingerprint(JSON.stringify(value)));
        assert.ok(!others.includes(original));
        assert.equal(new Set(others).size, others.length);
      }),
      { numRuns: RUNS },
    );
  });

  it('is that of the canonical form of RFC 8785', () => {
    const canonical =
      '["POST","/v1/x",{"a":"1"},[{"":[],"1":{},"10":-0.5,"9":1e+21,"A":null,"a":[{"b":"\\u0000\\"/","c":true}],"é":1,"😀":2,"דּ":3}]]';
    const input = { method: 'POST', path: '/v1/x', query: { a: '1' }, body: JSON.parse(canonical)[3][0] as unknown };
    assert.deepEqual(fingerprintOf(input), hash('sha256', canonical, 'buffer'));
  });

  it('tells method, path, query and an absent body apart', () => {
    const base = { method: 'POST', path: '/a', query: {}, body: {} };
    const variants = [
      base,
      { ...base, method: 'PATCH' },
      { ...base, path: '/A' },
      { ...base, query: { a: '1' } },
      { ...base, query: { a: ['1'] } },
      { ...base, body: undefined },
      { ...base, body: null },
      { ...base, body: 'absent' },
      { ...base, body: { a: '\ud800' } },
      { ...base, body: { a: '\udc00' } },
      { ...base, body: { a: '\ufffd' } },
    ].map((input) => fingerprintOf(input).toString('hex'));
    assert.equal(new Set(variants).size, variants.length);
  });
});
