import { Command } from '@commander-js/extra-typings';
import type { DemoWish } from '../config/config.ts';
import { lanAddressOf } from './lan-address.ts';

/**
 * What stands behind `npm start --`. Help, and words that are no option, end the process, as commander does it.
 * @throws StartError when no address fits --lan
 */
export function readStartOptions(words: readonly string[]): DemoWish {
  const { lan } = new Command('npm start --')
    .usage('[options]')
    .description('The API and its worker in one process; without DATABASE_URL the demo, on this machine alone.')
    .option(
      '--lan [address]',
      'lets phones and other devices of the local network open the demo, over plain http: it listens on one address of this machine, the named one or the first in a local network, and its links begin with it',
    )
    .allowExcessArguments(false)
    .parse(words, { from: 'user' })
    .opts();
  if (lan === undefined) return {};
  return { lanAddress: lanAddressOf(lan === true ? undefined : lan) };
}
