import { visit } from 'jsonc-parser';
import { ProblemError } from '../problems/problems.ts';
import { MalformedRequest } from '../problems/problem-types.ts';

const MAX_DEPTH = 32;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a JSON body by value (contract 2.4). Throws `malformed-request` on anything that is not UTF-8 JSON, on duplicate
 * member names, numbers beyond 2^53-1 and nesting over 32: readers would not agree on what such a text says.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  const text = decode(bytes);
  try {
    refuseAmbiguity(text);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError(MalformedRequest, 'The body is not valid JSON.');
  }
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new ProblemError(MalformedRequest, 'The body is not valid UTF-8.');
  }
}

function refuseAmbiguity(text: string): void {
  const open: Set<string>[] = [];
  const enter = (): void => {
    if (open.push(new Set()) > MAX_DEPTH) {
      throw new ProblemError(MalformedRequest, `The body is nested deeper than ${MAX_DEPTH} levels.`);
    }
  };
  const leave = (): void => void open.pop();
  visit(
    text,
    {
      onObjectBegin: enter,
      onArrayBegin: enter,
      onObjectEnd: leave,
      onArrayEnd: leave,
      onObjectProperty: (name) => {
        // As a member it would be lost on the way to a plain object's copy.
        if (name === '__proto__') throw new ProblemError(MalformedRequest, 'The body has a reserved member name.');
        const members = open.at(-1);
        if (members?.has(name)) throw new ProblemError(MalformedRequest, 'The body has a duplicate member name.');
        members?.add(name);
      },
      onLiteralValue: (value) => {
        if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
          throw new ProblemError(MalformedRequest, 'The body has a number beyond 2^53-1.');
        }
      },
    },
    { disallowComments: true },
  );
}
