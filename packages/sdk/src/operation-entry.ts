import type { ProblemSlug } from './generated/problem-slugs.ts';

export interface OperationEntry {
  /** Such as `revokeInvitation`. */
  readonly id: string;
  /** Group and method of the client: `invitations.revoke`. */
  readonly name: string;
  readonly verb: string;
  /** With `{sellerId}` and the like. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly problems: readonly ProblemSlug[];
  /** `page`: of a list; `feed`: of what comes by and by; `bytes`: a file, as a Response; `none`: nothing. */
  readonly answer: 'page' | 'feed' | 'json' | 'bytes' | 'none';
  /** Whether it takes a file. */
  readonly isForm: boolean;
  readonly params: readonly ParamEntry[];
}

/** A member of an operation's input. */
export interface ParamEntry {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'body';
  readonly required: boolean;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'any';
  readonly format?: string;
  /** All that it may be. */
  readonly values?: readonly unknown[];
  /** Of an array. */
  readonly items?: { readonly type: string; readonly values?: readonly unknown[] };
  /** Of an object: the name of its type. */
  readonly schema?: string;
  readonly description: string;
}
