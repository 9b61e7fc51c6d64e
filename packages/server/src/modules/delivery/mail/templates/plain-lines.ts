import { oneLine } from './one-line.ts';

/** Line breaks of every kind become one kind; other controls go. */
export function plainLines(text: string): string {
  return text
    .split(/\r\n|[\r\n\u2028\u2029\u0085]/u)
    .map((line) => oneLine(line, 2000))
    .join('\n');
}
