import type { Answered, Client, Page, UploadOptions } from '@nt24/sdk';
import type { OperationEntry } from '@nt24/sdk/operations';

export type ApiInput = Readonly<Record<string, unknown>>;

/** Of whichever operation; that of a list gives its further pages too. */
export interface ApiCall extends Promise<unknown> {
  withResponse(): Promise<Answered<unknown>>;
  pages?(): AsyncIterable<Page<unknown>>;
}

/** The client's method by the operation's name. The table and the methods are made of one document. */
export function call(client: Client, { name }: OperationEntry): (input: ApiInput, options: UploadOptions) => ApiCall {
  const [group = '', method = ''] = name.split('.');
  const groups = client as unknown as Readonly<
    Record<string, Readonly<Record<string, (input: ApiInput, options: UploadOptions) => ApiCall>>>
  >;
  const found = groups[group]?.[method];
  if (!found) throw new TypeError(`the client has no ${name}`);
  return found;
}
