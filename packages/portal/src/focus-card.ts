/** To where the work at the document goes on, when what had the focus is gone: its file field, or its heading where it takes no more. */
export function focusCard(card: HTMLElement | null): void {
  openCard(card);
  const place = card?.querySelector<HTMLElement>('form input[type="file"]') ?? card?.querySelector('h2');
  if (place?.matches('h2')) place.tabIndex = -1;
  place?.focus();
}

/** What is folded can have no focus. */
export function openCard(card: Element | null): void {
  const fold = card?.querySelector('details');
  if (fold) fold.open = true;
}
