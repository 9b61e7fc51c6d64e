import type { ProblemSlug } from './generated/problem-slugs.ts';

/** Of one call; each stands before what the client was made with. */
export interface CallOptions {
  /** Ends the call, and the reading of a stream that it answers with, by the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Of the whole call in milliseconds, pauses and further tries included. The reading of a stream is not counted. */
  readonly timeoutMs?: number | undefined;
  /** How many further tries there may be. 0: none. */
  readonly retries?: number | undefined;
  /**
   * Of a write (contract 2.4): 1 to 255 printable ASCII characters. Default: a fresh one for each call, kept through its tries. Give your own
   * where the program may end before the answer comes: the same call with the same key within 24 hours does nothing twice.
   */
  readonly idempotencyKey?: string | undefined;
}

export interface UploadOptions extends CallOptions {
  /** Bytes of the file that were handed to the connection, from 0 anew in each try. `totalBytes` is undefined for a stream. */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
}

export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number | undefined;
}

/** Gets an access token by client credentials (contract 2.2). */
export type ClientCredentials = {
  readonly clientId: string;
  readonly clientSecret: string;
} & (
  | {
      /** Of the identity provider's realm, such as `https://idp.novatrade24.com/realms/nt24-idp`. */
      readonly issuer: string;
    }
  | { readonly tokenUrl: string }
);

/**
 * Gives an access token, and keeps it as long as it likes: it is asked in each try. `refused` is a token of its that was answered 401, where
 * there is one: only another one helps.
 */
export type TokenSource = (wish: { readonly refused: string | undefined }) => Promise<string>;

export interface ClientOptions {
  /** What stands before `/v1`. */
  readonly baseUrl: string;
  readonly token: ClientCredentials | TokenSource;
  /** Default: the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Of a whole call in milliseconds; default 60,000, and 600,000 for uploads. */
  readonly timeoutMs?: number | undefined;
  /** Of a call; default 4. */
  readonly retries?: number | undefined;
  readonly hooks?: Hooks | undefined;
}

/**
 * For logs and figures. They hold neither headers nor bodies nor queries, and tokens of links in paths are blanked. What a hook throws is
 * passed over: a log that fails must not fail the call.
 */
export interface Hooks {
  readonly onRequest?: ((request: RequestFacts) => void) | undefined;
  readonly onResponse?: ((response: ResponseFacts) => void) | undefined;
  readonly onRetry?: ((retry: RetryFacts) => void) | undefined;
}

export interface RequestFacts {
  /** The operation's id, such as `revokeInvitation`; `request` for raw calls. */
  readonly operation: string;
  readonly verb: string;
  readonly path: string;
  /** The X-Request-Id: the `traceId` of problems and of the service's log. The same in all tries. */
  readonly requestId: string;
  /** From 1. */
  readonly attempt: number;
}

export interface ResponseFacts extends RequestFacts {
  readonly status: number;
  /** From the request to the answer's headers. */
  readonly durationMs: number;
}

export interface RetryFacts extends RequestFacts {
  readonly reason: 'connection' | 'unauthorized' | ProblemSlug | (string & {});
  readonly delayMs: number;
}
