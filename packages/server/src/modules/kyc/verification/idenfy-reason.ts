const CODE = /^[A-Z][A-Z0-9_]{0,59}$/;
const MAX_CODES = 10;
/** Lists of codes in iDenfy's `status`, the plainest first. */
const LISTS = ['denyReasons', 'suspicionReasons', 'fraudTags', 'mismatchTags'] as const;
/** Results of single checks, which stand for a reason where no list names one: a person's word before the machine's. */
const CHECKS = [
  ['manualDocument', 'autoDocument'],
  ['manualFace', 'autoFace'],
] as const;
const GOOD = new Set(['DOC_VALIDATED', 'FACE_MATCH']);

/** iDenfy's own codes for what was wrong, such as `FACE_MISMATCH, NAME`; nothing that it read on a document. */
export function reasonOf(status: object): string | undefined {
  const said = new Map(Object.entries(status));
  const listed = LISTS.flatMap((name) => codesIn(said.get(name)));
  const checked = CHECKS.flatMap(([best, other]) => codesIn([said.get(best) ?? said.get(other)]));
  const codes = listed.length > 0 ? listed : checked.filter((code) => !GOOD.has(code));
  return codes.length === 0 ? undefined : [...new Set(codes)].slice(0, MAX_CODES).join(', ');
}

function codesIn(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.filter((code): code is string => typeof code === 'string' && CODE.test(code));
}
