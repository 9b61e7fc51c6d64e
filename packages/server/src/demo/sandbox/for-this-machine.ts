import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { isLoopback } from '../../config/parsers.ts';
import { isForeignWrite } from '../../web/shared/own-origin.ts';

/**
 * Whether the call was made on this machine, and by no page of another site. Other devices of the network, which `--lan` lets in, are
 * left out: who calls the machine by its own address calls from it. A page elsewhere could give its name this machine's address, so
 * the name has to be one of ours.
 */
export function isOfThisMachine(request: FastifyRequest, publicBaseUrl: string): boolean {
  const { remoteAddress, localAddress } = request.raw.socket;
  const isFromHere =
    remoteAddress !== undefined && (remoteAddress === localAddress || isLoopbackAddress(remoteAddress));
  const ownNames = [new URL(publicBaseUrl).hostname, localAddress];
  const isToUs = isLoopback(request.hostname) || ownNames.includes(request.hostname);
  return isFromHere && isToUs && !isForeignWrite(request, originOf(request));
}

function originOf({ protocol, host }: FastifyRequest): string {
  return `${protocol}://${host}`;
}

function isLoopbackAddress(address: string): boolean {
  return ipaddr.process(address).range() === 'loopback';
}
