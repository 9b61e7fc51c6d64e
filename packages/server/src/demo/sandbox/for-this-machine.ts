import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { isLoopback } from '../../config/parsers.ts';
import { isForeignWrite } from '../../web/shared/own-origin.ts';

/** By which proxies say on whose behalf they call. */
const FORWARDED = /^(?:forwarded|via|x-real-ip|x-forwarded-.*)$/;

/**
 * Whether the call was made on this machine, and by no page of another site. Other devices of the network, which `--lan` lets in, are
 * left out: who calls the machine by its own address calls from it. A page elsewhere could give its name this machine's address, so
 * the name has to be one of the machine's. A proxy on this machine calls from it on behalf of anybody, by a public name or saying so.
 */
export function isOfThisMachine(request: FastifyRequest): boolean {
  const { remoteAddress, localAddress } = request.raw.socket;
  const isFromHere =
    remoteAddress !== undefined && (remoteAddress === localAddress || isLoopbackAddress(remoteAddress));
  const isToUs = isLoopback(request.hostname) || request.hostname === localAddress;
  const isForwarded = Object.keys(request.headers).some((name) => FORWARDED.test(name));
  return isFromHere && isToUs && !isForwarded && !isForeignWrite(request, originOf(request));
}

function originOf({ protocol, host }: FastifyRequest): string {
  return `${protocol}://${host}`;
}

function isLoopbackAddress(address: string): boolean {
  return ipaddr.process(address).range() === 'loopback';
}
