import { readFileSync } from 'node:fs';
import { ASK_ALWAYS, keepAsset, type KeptAsset } from '../../platform/http/kept-asset.ts';
import { html, type Html } from '../../platform/markup/html.ts';

/** For the pages of the demo, each of which has it in a place of its own. */
export function keepDemoStyle(): KeptAsset {
  return keepAsset(readFileSync(new URL('demo.css', import.meta.url)), 'text/css; charset=utf-8', ASK_ALWAYS);
}

interface DemoPage {
  readonly title: string;
  /** Where the style is. */
  readonly style: string;
}

export function renderDemoPage({ title, style }: DemoPage, main: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="${style}" />
      </head>
      <body>
        <main>!${main}</main>
      </body>
    </html> `;
}
