import { parse as readLeniently, visit } from 'jsonc-parser';
import { ProblemError } from '../problems/problems.ts';
import { MalformedRequest } from '../problems/problem-types.ts';

const MAX_DEPTH = 32;
const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a JSON body by value (contract 2.4). Throws `malformed-request` on anything that is not UTF-8 JSON, on duplicate
 * member names, numbers beyond 2^53-1 and nesting over 32: readers would not agree on what such a text says.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  const text = decode(bytes);
  const value = parse(text);
  const { count, areEscaped } = membersWritten(text);
  if (areEscaped) return readEscapedNames(text);
  // Of members of one name the last is kept, so that fewer are there than were written.
  if (membersOf(value, 1) !== count) throw malformed('The body has a duplicate member name.');
  return value;
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformed('The body is not valid UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('The body is not valid JSON.');
  }
}

/** Of a text that is JSON: each has one colon, and the other colons stand in strings. Whether a name has a backslash in it. */
function membersWritten(text: string): { count: number; areEscaped: boolean } {
  let count = 0;
  let areEscaped = false;
  let isLastEscaped = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === COLON) {
      count += 1;
      areEscaped ||= isLastEscaped;
    } else if (unit === QUOTE) {
      isLastEscaped = false;
      for (at += 1; text.charCodeAt(at) !== QUOTE; at += 1) {
        if (text.charCodeAt(at) !== BACKSLASH) continue;
        isLastEscaped = true;
        at += 1;
      }
    }
  }
  return { count, areEscaped };
}

/** How many it has, those of its members' values included; refuses what is ambiguous by itself. */
function membersOf(value: unknown, depth: number): number {
  if (typeof value === 'number') refuseNumber(value);
  if (typeof value !== 'object' || value === null) return 0;
  refuseDepth(depth);
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) members += membersOf(item, depth + 1);
    return members;
  }
  for (const [name, member] of Object.entries(value)) {
    refuseName(name);
    members += 1 + membersOf(member, depth + 1);
  }
  return members;
}

/**
 * V8 13 (Node 24) takes an escaped name for another one that stood there in an earlier text: after `{"a":1,"\\":1}` it reads
 * `{"a":1,"\u003a":1}` as the former. Such a text is read by another reader, several times as slow.
 */
function readEscapedNames(text: string): unknown {
  const open: Set<string>[] = [];
  const enter = (): void => refuseDepth(open.push(new Set()));
  const leave = (): void => void open.pop();
  const onObjectProperty = (name: string): void => {
    refuseName(name);
    const members = open.at(-1);
    if (members?.has(name)) throw malformed('The body has a duplicate member name.');
    members?.add(name);
  };
  const onLiteralValue = (value: unknown): void => void (typeof value === 'number' && refuseNumber(value));
  const both = { onObjectBegin: enter, onArrayBegin: enter, onObjectEnd: leave, onArrayEnd: leave };
  visit(text, { ...both, onObjectProperty, onLiteralValue });
  return readLeniently(text);
}

function refuseDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw malformed(`The body is nested deeper than ${MAX_DEPTH} levels.`);
}

function refuseName(name: string): void {
  // As a member it would be lost on the way to a plain object's copy.
  if (name === '__proto__') throw malformed('The body has a reserved member name.');
}

function refuseNumber(value: number): void {
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw malformed('The body has a number beyond 2^53-1.');
}

function malformed(detail: string): ProblemError {
  return new ProblemError(MalformedRequest, detail);
}
