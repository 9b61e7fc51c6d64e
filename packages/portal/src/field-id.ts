/** Of what an error in the card's files is about: the file field, or the card's heading where the draft takes no more. */
export function fieldIdOf(card: HTMLElement): string {
  return card.querySelector('form input[type="file"]')?.id ?? `heading-${card.dataset.document}`;
}
