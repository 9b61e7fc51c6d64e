import { InvalidArgumentError } from '@commander-js/extra-typings';
import { optionOf } from '../../core/identity/index.ts';
import { declared } from '../../modules.ts';
import { setCapabilities } from '../../modules/parties/organizations/index.ts';
import type { Noun } from './verb.ts';

export const addCapabilities: Noun = (program, withContext) => {
  const set = program
    .command('capabilities')
    .description('what an organization may do beyond the basics')
    .command('set')
    .description('turn capabilities on or off; others stay as they are')
    .requiredOption('--organization <slug>', 'whose capabilities');
  const named: Record<string, boolean> = {};
  for (const capability of declared.capabilities) {
    const { flag } = capability;
    set.option(`--${optionOf(capability)} <on|off>`, `${flag} of GET /v1/me`, (value) => (named[flag] = isOn(value)));
  }
  set.action(
    withContext(async ({ db, print }, { organization }) => {
      await setCapabilities(db, organization, named);
      const states = Object.entries(named).map(([flag, on]) => `${flag} ${on ? 'on' : 'off'}`);
      print(`organization ${organization}: ${states.join(', ')}`);
    }),
  );
};

function isOn(value: string): boolean {
  if (value !== 'on' && value !== 'off') throw new InvalidArgumentError('A capability is on or off');
  return value === 'on';
}
