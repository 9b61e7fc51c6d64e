import type { PreviousUpload, UrlStorage } from 'tus-js-client';

/** What tus calls its storage of addresses: here the page's own list of unfinished uploads, which the server keeps. */
export function storageOfPage(wanted: {
  readonly endpoint: string;
  readonly type: string;
  readonly isTaken: (id: string) => boolean;
}): UrlStorage {
  return {
    findAllUploads: async () => [],
    findUploadsByFingerprint: async (fingerprint) =>
      Array.from(document.querySelectorAll<HTMLElement>(`[data-fingerprint="${fingerprint}"]`))
        .filter(({ dataset }) => dataset.type === wanted.type && !wanted.isTaken(dataset.upload ?? ''))
        .map(({ dataset }) => previousUpload(`${wanted.endpoint}/${dataset.upload}`, Number(dataset.size))),
    removeUpload: async () => undefined,
    addUpload: async () => '',
  };
}

function previousUpload(uploadUrl: string, size: number): PreviousUpload {
  return { uploadUrl, size, metadata: {}, creationTime: '', urlStorageKey: '', parallelUploadUrls: null };
}
