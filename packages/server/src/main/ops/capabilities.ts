import { optionOf } from '../../core/identity/index.ts';
import { declared } from '../../modules.ts';
import { setCapabilities } from '../../modules/parties/organizations/index.ts';
import { required, UsageError, type Noun } from './verb.ts';

const FLAGS: Readonly<Record<string, string>> = Object.fromEntries(
  declared.capabilities.map((capability) => [optionOf(capability), capability.flag]),
);

const usage = Object.keys(FLAGS).map((name) => `[--${name} <on|off>]`);

export const capabilities: Noun = {
  summary: 'what an organization may do beyond the basics',
  verbs: {
    set: {
      usage: `--organization <slug> ${usage.join(' ')}`,
      summary: 'turn capabilities on or off; others stay as they are',
      async run({ db, print }, values) {
        const slug = required(values, 'organization');
        const named = Object.entries(FLAGS).flatMap(([option, flag]) => {
          const value = values[option];
          return value === undefined ? [] : [[flag, isOn(option, value)] as const];
        });
        await setCapabilities(db, slug, Object.fromEntries(named));
        print(`organization ${slug}: ${named.map(([flag, on]) => `${flag} ${on ? 'on' : 'off'}`).join(', ')}`);
      },
    },
  },
};

function isOn(option: string, value: string): boolean {
  if (value !== 'on' && value !== 'off') throw new UsageError(`--${option} is on or off`);
  return value === 'on';
}
