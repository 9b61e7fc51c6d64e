import { html, nothing } from '../../../platform/markup/html.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { DocumentType } from '../../../modules/kyc/documents/index.ts';
import { translatorFor } from '../../../modules/texts/index.ts';
import type { SessionPlace } from '../session/session-address.ts';

const DECLARED: DocumentType = 'AML_DECLARATION';

interface Card {
  /** The card's own; none in that of other documents. */
  readonly type?: DocumentType;
  readonly asked?: readonly DocumentType[];
  readonly isDeclarationOn: boolean | undefined;
}

/** In the card of the declaration, or, where that is not asked for, in that of other documents. */
export function renderDeclarationLink({ type, asked = [], isDeclarationOn }: Card, place: SessionPlace): Html {
  const isHere = type === undefined ? !asked.includes(DECLARED) : type === DECLARED;
  if (isDeclarationOn !== true || !isHere) return nothing;
  const translate = translatorFor(place.language);
  const name = type === undefined ? `${translate(`documentType.${DECLARED}`)}: ` : '';
  return html`<p>
    <a class="button button-secondary" href="${place.sessionPath('declaration')}"
      >${name}${translate('declaration.link')}</a
    >
  </p>`;
}
