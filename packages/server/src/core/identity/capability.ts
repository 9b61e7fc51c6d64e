/** A flag of contract 2.8 that an organization has or lacks, declared by the module that asks for it. */
export interface Capability {
  /** As `GET /v1/me` names it: `allow` and the words of it. */
  readonly flag: `allow${string}`;
}

export function defineCapability(flag: Capability['flag']): Capability {
  return { flag };
}

/** As the command line names it: `allowKycDocumentDownload` is `kyc-document-download`. */
export function optionOf({ flag }: Capability): string {
  return flag
    .slice('allow'.length)
    .replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .slice(1);
}
