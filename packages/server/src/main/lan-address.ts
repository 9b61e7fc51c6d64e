import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { StartError } from './start-failure.ts';

/** Of the machine: by their interfaces, as Node has them. */
export type Interfaces = ReturnType<typeof networkInterfaces>;

/**
 * Where a phone beside this machine reaches it. An address that the whole world reaches is taken only where somebody names it. IPv4
 * alone: the addresses of IPv6 that have no meaning elsewhere cannot stand in a link.
 * @param asked one of this machine's own; absent: the first that is not for the whole world
 * @throws StartError when there is none
 */
export function lanAddressOf(asked: string | undefined, interfaces: Interfaces = networkInterfaces()): string {
  const own = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
  const isWanted = (address: string): boolean =>
    asked === undefined ? ipaddr.parse(address).range() !== 'unicast' : address === asked;
  const found = own.find(isWanted);
  if (found !== undefined) return found;
  const those = own.length === 0 ? 'it has none beside the loopback interface' : `its own are ${own.join(', ')}`;
  throw new StartError(
    asked === undefined
      ? `this machine has no address in a local network; ${own.length === 0 ? those : `${those}: name one behind --lan`}`
      : `this machine has no IPv4 address ${asked}; ${those}`,
  );
}
