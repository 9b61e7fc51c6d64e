export type Encoding = 'br' | 'gzip' | 'identity';

/** The best that the browser's Accept-Encoding allows. */
export function acceptedEncoding(header: string | string[] | undefined): Encoding {
  const accepted = String(header ?? '');
  const accepts = (name: string): boolean =>
    accepted.split(',').some((one) => one.trim().startsWith(name) && !/;\s*q=0(?:\.0*)?\s*$/.test(one));
  if (accepts('br')) return 'br';
  return accepts('gzip') ? 'gzip' : 'identity';
}
