import type { Readable } from 'node:stream';

/** An object as it lies in the store: sealed bytes, whatever they hold. */
export interface StoredObject {
  readonly byteSize: number;
  /** From the first byte to the last, in pieces of any length. Destroy it where it is not read to its end. */
  readonly content: Readable;
}

/**
 * Objects that come into the store together. Where the storage takes no more these reject with the problem `unavailable`. Until they are published nobody knows of them but who holds this.
 */
export interface StagedObjects {
  /** The object would survive a power cut when this resolves. Rejects with the content's own error when that breaks off. */
  write(key: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** One of those that were written here and are not published yet. */
  open(key: string): Promise<StoredObject>;
  /** From now on the store knows all of them, a power cut or not. */
  publish(): Promise<void>;
  /** Of all that was written here nothing stays, whether it was whole, and whether it was published. */
  discard(): Promise<void>;
}

/**
 * Where the bytes lie: a folder today. It knows keys (32 hexadecimal digits) and streams, neither rows nor what is in an object.
 * Several processes work on one store at once. driver-conformance.test-support.ts says the same in tests, for every driver.
 */
export interface StorageDriver {
  stage(): StagedObjects;
  /** Rejects with FileMissing where no such object is published, and for all that is no key. */
  open(key: string): Promise<StoredObject>;
  /**
   * False: it is not there, or, where an instant is given, it was written after that. The age of an object counts from its last
   * byte, not from its publication.
   */
  remove(key: string, writtenBefore?: Date): Promise<boolean>;
  /**
   * The object has these bytes from now on, a power cut or not; who reads it already goes on with the older ones. False: it was not
   * there, or was removed meanwhile. Its age stays. Rejects with the content's own error when that breaks off, and changes nothing.
   */
  replace(key: string, content: AsyncIterable<Uint8Array>): Promise<boolean>;
  /** The keys of all published objects, in any order. What comes or goes meanwhile may be among them or not. */
  list(): AsyncIterable<string>;
  /** Removes what was staged by somebody who has died since, and returns how many objects that were. */
  removeUnfinished(writtenBefore: Date): Promise<number>;
}
