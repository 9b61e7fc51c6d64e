import { isIP } from 'node:net';

/** An address with a port, or in the brackets that IPv6 needs before one: Azure and HAProxy among others write them so. */
const WITH_PORT = /^(?:\[(?<bracketed>[0-9A-Fa-f:.]+)\]|(?<plain>[0-9.]+))(?::\d{1,5})?$/;

/** X-Forwarded-For with bare addresses only; what is no address stays as it is, and is nobody's. */
export function bareAddresses(forwardedFor: string): string {
  return forwardedFor
    .split(',')
    .map((entry) => bareAddress(entry.trim()))
    .join(', ');
}

function bareAddress(entry: string): string {
  const { bracketed, plain } = WITH_PORT.exec(entry)?.groups ?? {};
  const address = bracketed ?? plain ?? '';
  return isIP(address) === 0 ? entry : address;
}
