import { randomBytes } from 'node:crypto';

const STORAGE_KEY = /^[0-9a-f]{32}$/;

/** 32 hexadecimal digits, random: says nothing about the file. */
export function newStorageKey(): string {
  return randomBytes(16).toString('hex');
}

export function isStorageKey(text: string): boolean {
  return STORAGE_KEY.test(text);
}
