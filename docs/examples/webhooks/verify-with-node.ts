import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether the body, exactly as received, was signed with one of the secrets within the last (or next) 300 seconds. */
export function verify(body: Buffer, header: string, secrets: string[], now = Date.now() / 1000): boolean {
  const parts = header.split(',').map((part) => part.trim());
  const times = parts.filter((part) => part.startsWith('t=')).map((part) => part.slice(2));
  const given = parts.filter((part) => part.startsWith('v1=')).map((part) => part.slice(3));
  const time = times[0] ?? '';
  if (times.length !== 1 || !/^[0-9]{1,12}$/.test(time)) return false;
  let fits = false;
  for (const secret of secrets) {
    const expected = Buffer.from(createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex'));
    for (const text of given) {
      const signature = Buffer.from(text);
      if (signature.length === expected.length && timingSafeEqual(signature, expected)) fits = true;
    }
  }
  return fits && Math.abs(now - Number(time)) <= 300;
}

// --- Below: reads test vectors, one a line, and says what it makes of each.
if (import.meta.main) {
  const { text } = await import('node:stream/consumers');
  const decode = (part = ''): Buffer => Buffer.from(part, 'base64');
  for (const line of (await text(process.stdin)).trimEnd().split('\n')) {
    const [now, header = '', secrets = '', body] = line.split('\t');
    const known = secrets.split(',').map((secret) => decode(secret).toString());
    console.log(verify(decode(body), header, known, Number(now)) ? 'valid' : 'refused');
  }
}
