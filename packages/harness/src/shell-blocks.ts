/** A fenced block of a Markdown page. */
export interface Block {
  /** What stands behind the opening fence; empty where nothing does. */
  readonly language: string;
  readonly text: string;
  /** Of the opening fence, counted from 1. */
  readonly line: number;
}

export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\S*)\n(.*?)^```$/gms)].map((match) => ({
    language: match[1] ?? '',
    text: match[2] ?? '',
    line: markdown.slice(0, match.index).split('\n').length,
  }));
}

/** What works in one shell and not in another, or not where somebody types; looked for outside single quotes. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\$\{[\w@*]+:[^-=?+}]/, 'a part of a parameter, which dash does not know'],
  [/\$\{\w+(?:\/|\^|,)/, 'a changed parameter, which dash does not know'],
  [/\[\[/, '[[, which dash does not know'],
  [/[<>]\(/, 'a process as a file, which dash does not know'],
  [/<<</, 'a string as a file, which dash does not know'],
  [/\$'/, "$'...', which dash does not know"],
  [/&>/, '&>, which dash reads otherwise'],
  [/\w\+?=\(/, 'an array, which dash does not know'],
  [/\b(?:function|source|declare|typeset|pushd|popd|shopt|setopt)\s/, 'a word of bash or zsh alone'],
];

/** Looked for outside all quotes. */
const UNQUOTED: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\s)#/m, 'a comment, which zsh takes for a command where somebody types'],
  [/(?<!<)<[a-z]/i, 'a placeholder, which a shell takes for a file'],
  [/(?<!\$)[?*]|\w\[/, 'a pattern, which zsh takes for a file that is not there'],
  [/!/, 'an exclamation mark, which bash takes for an earlier line where somebody types'],
  [/(?:^|[\s;(])(?:path|status|argv|options)=/m, 'a variable that zsh has itself'],
];

/** Why the lines of an sh block could not be pasted into bash, zsh and dash alike; empty when they can. */
export function faultsOf(lines: string): string[] {
  const expanded = lines.replaceAll(/(?<!\$)'[^']*'/g, "''");
  const bare = expanded.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const found = (text: string, forms: typeof FORMS): string[] =>
    forms.filter(([form]) => form.test(text)).map(([, fault]) => fault);
  return [...found(expanded, FORMS), ...found(bare, UNQUOTED)];
}
