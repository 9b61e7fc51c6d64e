import { completionScript, SHELLS } from '../../completion/shell-scripts.ts';
import { ownCommand } from '../../declare/own-command.ts';

export const completion = ownCommand({
  verb: 'completion',
  about: 'Completion of words by a shell: prints the lines that teach it.',
  details: [
    'bash:        eval "$(nt24 completion bash)" in ~/.bashrc',
    'zsh:         eval "$(nt24 completion zsh)" in ~/.zshrc, behind compinit',
    'fish:        nt24 completion fish > ~/.config/fish/completions/nt24.fish',
    'PowerShell:  nt24 completion powershell | Out-String | Invoke-Expression in $PROFILE',
  ].join('\n'),
  operations: [],
  positionals: [{ usage: '<shell>', about: 'which one', choices: SHELLS }],
  examples: ['completion bash'],
  async run(_, [shell = '']) {
    process.stdout.write(completionScript(shell));
  },
});
