import { makeElement } from './make-element.ts';

export interface ErrorSummary {
  /** Adds what is wrong and moves the focus to it, as the page without script does. */
  add(message: string, fieldId: string): void;
  clear(): void;
}

export function createErrorSummary(main: HTMLElement, heading: string): ErrorSummary {
  const headingId = 'error-heading';
  return {
    add(message, fieldId) {
      let summary = main.querySelector<HTMLElement>('.error-summary');
      if (!summary) {
        const attributes = { class: 'error-summary', role: 'alert', 'aria-labelledby': headingId, tabindex: '-1' };
        summary = makeElement('div', attributes, makeElement('h2', { id: headingId }, heading), makeElement('ul'));
        main.prepend(summary);
      }
      const link = makeElement('a', { href: `#${fieldId}` }, message);
      summary.querySelector('ul')?.append(makeElement('li', {}, link));
      summary.focus();
    },
    clear: () => main.querySelector('.error-summary')?.remove(),
  };
}
