/** What an answer tells of its caller's budget. */
export function headersOf({ headers }: Response): Record<string, string | null> {
  return Object.fromEntries(
    ['limit', 'remaining', 'reset', 'category'].map((name) => [name, headers.get(`x-ratelimit-${name}`)]),
  );
}

/** So many reads at once. */
export function spend(url: string, token: string, times: number): Promise<Response[]> {
  const headers = { authorization: `Bearer ${token}` };
  return Promise.all(Array.from({ length: times }, () => fetch(`${url}/v1/me`, { headers })));
}
