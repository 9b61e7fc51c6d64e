/**
 * Lines that teach a shell: each asks `nt24 __complete` with the words before the cursor and the one under it, and is told candidates a
 * line, with what each is about behind a tab. Where there is no candidate, the shell offers files.
 */
const SCRIPTS = {
  bash: `_nt24() {
  local IFS=$'\\n' found
  COMPREPLY=()
  found=$(nt24 __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f 1)
  [ -n "$found" ] && COMPREPLY=($(compgen -W "$found" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _nt24 nt24
`,
  zsh: `_nt24() {
  local -a found
  local line
  while IFS= read -r line; do
    found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(nt24 __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then _describe nt24 found; else _files; fi
}
compdef _nt24 nt24
`,
  fish: `function __nt24_complete
  set -l words (commandline -opc) (commandline -ct)
  nt24 __complete -- $words[2..-1] 2>/dev/null
end
complete -c nt24 -f -n '__nt24_complete | string length -q' -a '(__nt24_complete)'
`,
  powershell: `Register-ArgumentCompleter -Native -CommandName nt24 -ScriptBlock {
  param($word, $ast, $position)
  $words = @($ast.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { $_.ToString() })
  nt24 __complete -- @words "$word" 2>$null | ForEach-Object {
    $candidate, $about = $_ -split "\`t", 2
    if (-not $about) { $about = $candidate }
    [System.Management.Automation.CompletionResult]::new($candidate, $candidate, 'ParameterValue', $about)
  }
}
`,
} as const;

export const SHELLS: readonly string[] = Object.keys(SCRIPTS);

export function completionScript(shell: string): string {
  return SCRIPTS[shell as keyof typeof SCRIPTS];
}
