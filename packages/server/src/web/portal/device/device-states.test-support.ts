import { renderDocuments } from '../documents/documents-page.ts';
import type { DocumentsModel } from '../documents/documents-model.ts';
import type { RequestSummary } from '../request-summary.ts';
import type { SessionContext } from '../session/session-address.ts';
import type { PageContext } from '../../shared/page-model.ts';
import { renderDeviceLanding } from './device-landing-page.ts';

interface Sample {
  readonly request: RequestSummary;
  readonly documents: DocumentsModel;
  readonly context: PageContext;
  readonly within: SessionContext;
  readonly mend: <Model>(model: Model) => Model;
}

const PATH = `/d/${'AbC-dEf_12'.repeat(10)}`;

/** The offer to go on with the phone, closed and open, and the page that the phone sees. */
export function deviceStates({ request, documents, context, within, mend }: Sample): Record<string, () => string> {
  return {
    deviceOffer: () => renderDocuments(mend({ ...documents, device: {} }), within),
    deviceCode: () =>
      renderDocuments(mend({ ...documents, device: { url: `https://kyc.nt24.example${PATH}` } }), within),
    deviceLanding: () => renderDeviceLanding(mend({ request, path: PATH }), context),
  };
}
