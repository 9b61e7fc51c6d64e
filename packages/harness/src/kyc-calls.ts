import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentFile, KycDocument } from '../../sdk/src/index.ts';
import { makePdf } from '../../server/src/modules/files/sample-files.ts';
import type { BuyerScene } from './scene.ts';
import type { TestService } from './service.ts';

export type DocumentView = KycDocument;

export type FileView = DocumentFile;

export interface Upload {
  readonly type?: string;
  readonly documentDate?: string;
  readonly expiresOn?: string;
  readonly file?: Buffer;
  readonly fileName?: string;
  readonly key?: string;
  readonly extra?: (form: FormData) => void;
}

export interface KycCalls {
  /** POST to the scene's documents with any body. */
  send(
    scene: BuyerScene,
    body: FormData | Uint8Array<ArrayBuffer> | string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  upload(scene: BuyerScene, wish?: Upload): Promise<Response>;
  uploaded(scene: BuyerScene, wish?: Upload): Promise<DocumentView>;
  listed(scene: BuyerScene, query?: string): Promise<DocumentView[]>;
  statusOf(scene: BuyerScene): Promise<Record<string, unknown>>;
  /** Paths of everything in the file store, half files included. */
  storedFiles(): Promise<string[]>;
  /** Waits for it, as a removal may still be at work when the answer is here. */
  untilStored(count: number): Promise<void>;
}

export function formOf(wish: Upload): FormData {
  const { type = 'COC_EXTRACT', documentDate = '2026-10-28', file = makePdf(), fileName = 'extract.pdf' } = wish;
  const form = new FormData();
  form.set('type', type);
  form.set('documentDate', documentDate);
  form.set('file', new Blob([new Uint8Array(file)]), fileName);
  if (wish.expiresOn !== undefined) form.set('expiresOn', wish.expiresOn);
  wish.extra?.(form);
  return form;
}

/** What lies in the store for one file: as it was received, its copy, its preview. */
export const FILES_FOR_ONE = 3;

export function kycCalls(service: TestService): KycCalls {
  const calls: KycCalls = {
    send: (scene, body, headers = {}) =>
      fetch(`${service.url}${scene.buyer}/kyc/documents`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${scene.token}`, 'idempotency-key': randomUUID(), ...headers },
      }),
    upload: (scene, wish = {}) =>
      calls.send(scene, formOf(wish), wish.key === undefined ? {} : { 'idempotency-key': wish.key }),
    async uploaded(scene, wish) {
      const response = await calls.upload(scene, wish);
      const text = await response.text();
      assert.equal(response.status, 201, text);
      return JSON.parse(text) as DocumentView;
    },
    async listed(scene, query = '') {
      const response = await service.call('GET', `${scene.buyer}/kyc/documents${query}`, { token: scene.token });
      assert.equal(response.status, 200);
      return ((await response.json()) as { data: DocumentView[] }).data;
    },
    async statusOf(scene) {
      const response = await service.call('GET', `${scene.buyer}/kyc`, { token: scene.token });
      assert.equal(response.status, 200);
      return (await response.json()) as Record<string, unknown>;
    },
    storedFiles: () => listFiles(join(service.config.dataDir, 'files')),
    async untilStored(count) {
      for (let tries = 0; tries < 100 && (await calls.storedFiles()).length !== count; tries += 1) await sleep(20);
      assert.equal((await calls.storedFiles()).length, count);
    },
  };
  return calls;
}

async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
