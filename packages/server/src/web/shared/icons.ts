import { html } from '../../platform/markup/html.ts';

/** Decoration only: each stands beside words that say the same. */
export const icons = {
  check: html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
    <path
      d="M4.5 10.5l3.6 3.6 7.4-8"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>`,
  alert: html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
    <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" stroke-width="1.75" />
    <path d="M10 5.8v5M10 13.8v.2" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
  </svg>`,
  document: html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
    <path
      d="M5 2.5h6.5L15.5 6.5v11H5z M11.5 2.5v4h4"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linejoin="round"
    />
  </svg>`,
  phone: html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
    <path
      d="M6.5 1.8h7a1 1 0 0 1 1 1v14.4a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1V2.8a1 1 0 0 1 1-1z M8.8 15.6h2.4"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
    />
  </svg>`,
  globe: html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
    <path
      d="M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z M2.5 10h15 M10 2.5c4.6 4.6 4.6 10.4 0 15 M10 2.5c-4.6 4.6-4.6 10.4 0 15"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
    />
  </svg>`,
} as const;
