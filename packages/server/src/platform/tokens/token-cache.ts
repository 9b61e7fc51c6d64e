/** What a good token says. The client is not yet known to be provisioned or enabled here: that is the caller's check. */
export interface VerifiedToken {
  readonly clientId: string;
  readonly expiresAt: Date;
}

/** Verified tokens by digest, least recently used out first. */
export interface TokenCache {
  /** Nothing from the instant of `exp` on. */
  find(digest: string, nowMs: number): VerifiedToken | undefined;
  insert(digest: string, token: VerifiedToken): void;
}

export function createTokenCache(maxTokens: number): TokenCache {
  // A Map iterates in insertion order, so moving a hit to the end keeps the least recently used first.
  const tokens = new Map<string, VerifiedToken>();

  function find(digest: string, nowMs: number): VerifiedToken | undefined {
    const token = tokens.get(digest);
    if (!token) return undefined;
    tokens.delete(digest);
    if (token.expiresAt.getTime() <= nowMs) return undefined;
    tokens.set(digest, token);
    return token;
  }

  function insert(digest: string, token: VerifiedToken): void {
    tokens.set(digest, token);
    if (tokens.size <= maxTokens) return;
    const [oldest] = tokens.keys();
    if (oldest !== undefined) tokens.delete(oldest);
  }

  return { find, insert };
}
