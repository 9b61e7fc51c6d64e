/** The address behind a contact that is a mail address or a web address; undefined for anything else. */
export function contactUrl(contact: string): string | undefined {
  if (/^[^\s@/:]+@[^\s@/:]+$/.test(contact)) return `mailto:${encodeURI(contact)}`;
  return httpsUrl(contact)?.href;
}

/** Parsed only if absolute and https: links made by others may not run script or lead back to plain text. */
export function httpsUrl(address: string): URL | undefined {
  const url = URL.parse(address);
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url : undefined;
}
