import type { Html } from '../../platform/markup/html.ts';
import { renderLayout } from '../shared/layout.ts';
import type { PageContext } from '../shared/page-model.ts';
import { renderRequestAside } from './request-aside.ts';
import type { RequestSummary } from './request-summary.ts';

interface StepPage {
  readonly title: string;
  readonly request: RequestSummary;
  /** The page shows what is wrong with what was sent. */
  readonly hasErrors: boolean;
  readonly hasScript?: boolean;
  readonly main: Html;
}

/** The frame of a step: whose request it is stands beside it. */
export function renderStepPage({ request, ...step }: StepPage, page: PageContext): Html {
  const { seller, organizationName } = request;
  return renderLayout(
    { ...step, sellerName: seller.name, organizationName, aside: renderRequestAside(request, page) },
    page,
  );
}
