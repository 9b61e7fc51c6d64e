import { ROUTES } from '../../../sdk/src/generated/routes.ts';
import { SAMPLES } from './samples.ts';
import type { SampleCall } from './sample-call.ts';

/** As much of React as Swagger UI hands to a plugin. */
export interface React {
  createElement(type: unknown, props: object | null, ...children: unknown[]): unknown;
  useState<Value>(initial: Value): [Value, (value: Value) => void];
}

const LANGUAGES = Object.keys(SAMPLES);
const COPIED_MS = 2_000;

/** What the reader chose last holds for every operation that he opens. */
let chosen = LANGUAGES[0] ?? '';

/** A call in the language of the reader's choice, with a button that copies it. */
export function samplePanel(React: React): (props: { call: SampleCall }) => unknown {
  const make = React.createElement;
  return ({ call }) => {
    const [language, choose] = React.useState(chosen);
    const [isCopied, setCopied] = React.useState(false);
    const sample = SAMPLES[language]?.(call, sdkNameOf(call.operationId)) ?? '';
    const copy = async (): Promise<void> => {
      await navigator.clipboard.writeText(sample);
      setCopied(true);
      setTimeout(() => setCopied(false), COPIED_MS);
    };
    const change = (event: { target: HTMLSelectElement }): void => {
      chosen = event.target.value;
      choose(chosen);
    };
    const options = LANGUAGES.map((name) => make('option', { key: name, value: name }, name));
    const select = make(
      'select',
      { 'aria-label': 'Language of the sample', value: language, onChange: change },
      ...options,
    );
    const button = make('button', { type: 'button', className: 'btn', onClick: copy }, isCopied ? 'Copied' : 'Copy');
    return make(
      'div',
      { className: 'opblock-section samples' },
      make('div', { className: 'opblock-section-header' }, make('h4', null, 'Sample'), select, button),
      make('pre', { className: 'microlight', tabIndex: 0 }, make('code', null, sample)),
    );
  };
}

function sdkNameOf(operationId: string): string {
  const routes: Readonly<Record<string, readonly [string, ...unknown[]]>> = ROUTES;
  return routes[operationId]?.[0] ?? 'request';
}
