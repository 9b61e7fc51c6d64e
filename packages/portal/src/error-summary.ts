import { makeElement } from './make-element.ts';

export interface ErrorSummary {
  /** Adds what is wrong and moves the focus to it, as the page without script does. */
  add(message: string, fieldId: string): void;
  clear(): void;
}

export function createErrorSummary(main: HTMLElement): ErrorSummary {
  const find = (): HTMLElement | null => main.querySelector<HTMLElement>('.error-summary');
  const template = main.querySelector<HTMLTemplateElement>('[data-error-template]');
  return {
    add(message, fieldId) {
      if (!find() && template) main.prepend(template.content.cloneNode(true));
      const link = makeElement('a', { href: `#${fieldId}` }, message);
      find()
        ?.querySelector('ul')
        ?.append(makeElement('li', {}, link));
      find()?.focus();
    },
    clear: () => find()?.remove(),
  };
}
