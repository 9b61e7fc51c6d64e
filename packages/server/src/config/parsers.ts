import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { instantOf } from '../platform/clock.ts';
import type { MasterKey } from '../platform/keyring.ts';

/** Turns the text of one variable into its value; throws an `InvalidValue` that completes "NAME ...". */
export type Parser<T> = (text: string) => T;

/** What is wrong with a value, without repeating the value: it may be a secret. */
export class InvalidValue extends Error {}

const MASTER_KEY_BYTES = 32;
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

/** What is sent there stays on this machine. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK_HOSTS.has(hostname);
}

export const text: Parser<string> = (value) => value;

export function integer(min: number, max: number): Parser<number> {
  return (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max)) throw new InvalidValue(`must be a whole number from ${min} to ${max}`);
    return number;
  };
}

/** What stands in the file of that name. */
export const readableFile: Parser<string> = (value) => {
  try {
    return readFileSync(value, 'utf8');
  } catch {
    throw new InvalidValue('must name a file that can be read');
  }
};

/** An instant of RFC 3339 in UTC, in milliseconds since 1970. */
export const instant: Parser<number> = (value) => {
  const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/.test(value) ? instantOf(value).getTime() : Number.NaN;
  if (Number.isNaN(atMs)) throw new InvalidValue('must be an instant such as 2026-01-15T09:00:00Z');
  return atMs;
};

export function oneOf<const T extends string>(...choices: readonly T[]): Parser<T> {
  return (value) => {
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) throw new InvalidValue(`must be one of ${choices.join(', ')}`);
    return choice;
  };
}

export function list(item: Parser<string>): Parser<readonly string[]> {
  return (value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map(item);
}

/** Accepts only the given schemes; kept as written, since an issuer is compared letter by letter. */
export function url(...schemes: readonly string[]): Parser<string> {
  return (value) => {
    const scheme = URL.canParse(value) ? new URL(value).protocol.slice(0, -1) : '';
    if (!schemes.includes(scheme))
      throw new InvalidValue(`must be a URL that starts with ${schemes.join(':// or ')}://`);
    return value;
  };
}

/** For a service that is asked by HTTP: a name and a password in it would be refused with each call, and stand in the error. */
export const serviceUrl: Parser<string> = (value) => {
  const { username, password } = new URL(url('https', 'http')(value));
  if (username !== '' || password !== '') throw new InvalidValue('must hold no user name and no password');
  return value;
};

/** The same, without a slash at the end. */
export const serviceBaseUrl: Parser<string> = (value) => serviceUrl(value).replace(/\/+$/, '');

/** Mails that become files, where that is said in so many words. */
export const FILES_INSTEAD = 'file:';

export const mailServer: Parser<string> = (value) => {
  const scheme = URL.canParse(value) ? new URL(value).protocol : '';
  if (value !== FILES_INSTEAD && scheme !== 'smtp:' && scheme !== 'smtps:')
    throw new InvalidValue(`must be a URL that starts with smtp:// or smtps://, or ${FILES_INSTEAD}`);
  return value;
};

/** A URL that others are appended to: without a slash at the end. */
export const baseUrl: Parser<string> = (value) => url('https', 'http')(value).replace(/\/+$/, '');

/** `off`, or a URL that others are appended to. */
export const baseUrlOrOff: Parser<string | false> = (value) => (value === 'off' ? false : serviceBaseUrl(value));

/** With the prefix of its country, as VIES has it. */
export const vatNumber: Parser<string> = (value) => {
  if (!/^[A-Z]{2}[0-9A-Z+*]{2,12}$/.test(value)) throw new InvalidValue('must be a VAT number such as DE123456789');
  return value;
};

/** `tcp://host:port` or `unix:/path`. */
export const socketAddress: Parser<{ readonly host: string; readonly port: number } | { readonly path: string }> = (
  value,
) => {
  const path = /^unix:(?:\/\/)?(\/.+)$/.exec(value)?.[1];
  if (path !== undefined) return { path };
  const address = value.startsWith('tcp://') && URL.canParse(value) ? new URL(value) : undefined;
  const port = Number(address?.port);
  if (!address?.hostname || !(port > 0)) throw new InvalidValue('must be tcp://host:port or unix:/path');
  return { host: address.hostname.replace(/^\[|\]$/g, ''), port };
};

/** https, or http on the loopback interface, where browsers treat both alike. */
export const secureBaseUrl: Parser<string> = (value) => {
  const address = baseUrl(value);
  const { protocol, hostname } = new URL(address);
  if (protocol === 'http:' && !isLoopback(hostname)) throw new InvalidValue('must be an https URL');
  return address;
};

/** One bare address, such as `abuse@example.com`. */
export const mailAddress: Parser<string> = (value) => {
  if (!/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(value))
    throw new InvalidValue('must be a mail address such as abuse@example.com');
  return value;
};

/** As EHLO has it: a name, or an address in brackets. */
export const mailHostName: Parser<string> = (value) => {
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(value) && !/^\[[0-9a-z:.]+\]$/i.test(value))
    throw new InvalidValue('must be a host name such as mail.example.com, or an address in brackets');
  return value;
};

/** `off`, or a comma-separated list of addresses and networks. */
export const trustedProxies: Parser<false | readonly string[]> = (value) => {
  if (value === 'off') return false;
  return list((part) => {
    if (!isAddressOrNetwork(part)) throw new InvalidValue('must be off, or a list of addresses and networks');
    return part;
  })(value);
};

/** A network of all addresses is none: it would believe everybody. */
function isAddressOrNetwork(part: string): boolean {
  const [address = ''] = part.split('/');
  if (isIP(address) === 0) return false;
  return address === part || (ipaddr.isValidCIDR(part) && ipaddr.parseCIDR(part)[1] > 0);
}

const masterKey: Parser<MasterKey> = (value) => {
  const [, id, encoded] = /^(\d{1,3}):([A-Za-z0-9+/]{43}=)$/.exec(value.trim()) ?? [];
  const key = Buffer.from(encoded ?? '', 'base64');
  if (!(Number(id) >= 1 && Number(id) <= 255) || key.length !== MASTER_KEY_BYTES) {
    throw new InvalidValue(`must be <id 1 to 255>:<base64 of ${MASTER_KEY_BYTES} bytes>, several separated by commas`);
  }
  return { id: Number(id), key };
};

/** The first one seals, all of them open. */
export const masterKeys: Parser<readonly [MasterKey, ...MasterKey[]]> = (value) => {
  const [first, ...rest] = value.split(',');
  const keys = [masterKey(first ?? ''), ...rest.map(masterKey)] as const;
  if (new Set(keys.map((key) => key.id)).size !== keys.length) throw new InvalidValue('names a key id twice');
  return keys;
};
