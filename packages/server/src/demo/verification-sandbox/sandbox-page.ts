import { html, type Html } from '../../platform/markup/html.ts';
import { renderDemoPage } from '../pages/demo-page.ts';
import { OUTCOMES, SCREENINGS } from './sandbox-callback.ts';

export const STYLE = '/verification-sandbox/demo.css';
const PAGE = { title: 'Verification sandbox', style: STYLE };

export function renderSandbox(): Html {
  const outcomes = Object.entries(OUTCOMES).map(
    ([outcome, label]) => html`<button type="submit" name="outcome" value="${outcome}">${label}</button>`,
  );
  const screenings = Object.entries(SCREENINGS).map(
    ([screening, label], n) =>
      html`<label
        ><input type="radio" name="screening" value="${screening}" !${n === 0 ? html`checked` : html``} />
        ${label}</label
      >`,
  );
  return renderDemoPage(
    PAGE,
    html`<h1>Verification sandbox</h1>
      <p>
        Nobody is verified here: this stands in for the provider of the demo. What you choose is told as the provider
        would tell it.
      </p>
      <form method="post">
        <fieldset>
          <legend>The screening against lists of sanctions and of persons in politics</legend>
          !${screenings}
        </fieldset>
        <p class="outcomes">!${outcomes}</p>
      </form>`,
  );
}

/** @param status the answer to the callback */
export function renderTold(outcome: string, status: number): Html {
  const words = status === 200 ? html`The service was told: ${outcome}.` : html`The service answered ${status}.`;
  return renderDemoPage(
    PAGE,
    html`<h1>!${words}</h1>
      <p>Once there is a final outcome it stands; after SUSPECTED another one may be told.</p>
      <p><a href="">Tell another outcome</a></p>`,
  );
}
