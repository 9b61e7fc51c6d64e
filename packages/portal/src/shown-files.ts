/** Names of the draft's files that the page shows, by what no two of them have. */
export function shownFiles(root: ParentNode): ReadonlyMap<string, string> {
  const forms = root.querySelectorAll<HTMLElement>('.files:not(.files-unfinished) form[action$="/remove"]');
  return new Map(Array.from(forms, (form) => [form.getAttribute('action') ?? '', nameIn(form.closest('.file'))]));
}

/** Names of those that were not there before, and that this page has not sent itself: its own show until it hears what became of them. */
export function newFiles(root: ParentNode, before: ReadonlyMap<string, string>): string[] {
  const own = new Set(Array.from(root.querySelectorAll('.files-sending .file'), nameIn));
  const all = [...shownFiles(root)];
  return all.filter(([id, name]) => !before.has(id) && !own.has(name)).map(([, name]) => name);
}

function nameIn(file: Element | null): string {
  return file?.querySelector('.file-name')?.textContent?.trim() ?? '';
}
