import { type Details, type ProspectPerson, saveDetails } from '../../../modules/self-service/prospects/index.ts';
import type { LinkRow } from '../../../modules/self-service/submissions/index.ts';
import { fieldOf } from '../../shared/form-fields.ts';
import { ErrorPage } from '../ended/error-page.ts';
import { refuseIfEnded } from '../ended/refuse-if-ended.ts';
import { requestSummary } from '../page-models.ts';
import type { PortalDeps } from '../portal-deps.ts';
import type { Visit, VisitAnswer, Visits } from '../session/visits.ts';
import { DETAILS_ORIGINS, type DetailsError, type DetailsForm, type DetailsOrigin } from './details-model.ts';
import { renderDetails } from './details-page.ts';
import { detailsForm, personOf } from './prospect-models.ts';
import { readDetails } from './read-details.ts';
import type { ProspectType } from '../../../modules/self-service/invitations/index.ts';

/** The visitor of a published link says who he is: the first step on his own draft. */
export function registerDetailsRoutes(visits: Visits, deps: PortalDeps): void {
  const { db, keyring } = deps;

  visits.route({ method: 'GET', step: 'details', operationId: 'portalDetails' }, async (visit, request) => {
    const types = typesOf(visit.link);
    if (visit.isSubmitted) return { redirect: 'done' };
    const person = personOf(visit.link, keyring);
    const form = detailsForm(visit.link, person);
    return detailsPage(visit, { types, form, email: person.email, origin: originOf(request.query), errors: [] });
  });

  visits.route({ method: 'POST', step: 'details', operationId: 'portalSaveDetails' }, async (visit, request) => {
    const types = typesOf(visit.link);
    if (visit.isSubmitted) return { redirect: 'done' };
    const { email } = personOf(visit.link, keyring);
    const origin = originOf(request.body);
    const { form, errors } = readDetails(request.body, types);
    if (errors.length > 0) return detailsPage(visit, { types, form, email, origin, errors });
    const kept = await saveDetails(deps, visit, { ...saidIn(form, email), language: visit.session.language });
    if (!kept) await refuseIfEnded(db, visit);
    return kept ? { redirect: origin, isContribution: true } : { redirect: 'details' };
  });
}

/** @throws the page of what is not there, on a KYC invitation */
function typesOf({ published }: LinkRow): readonly ProspectType[] {
  if (!published) throw new ErrorPage('notFound');
  return published.prospect_types;
}

function saidIn(form: DetailsForm, email: string): Omit<Details, 'language'> {
  const { companyName, vatNumber, street, postCode, city, country, firstName, lastName, phone } = form;
  const person: ProspectPerson = { email, firstName, lastName, ...(phone !== '' && { phone }) };
  const address = { street, postCode, city, country };
  return form.type === 'COMPANY'
    ? { person, company: { companyName, vatNumber, ...address } }
    : { person: { ...person, address }, company: undefined };
}

function originOf(fields: unknown): DetailsOrigin {
  const from = fieldOf(fields, 'from');
  return DETAILS_ORIGINS.find((origin) => origin === from) ?? 'documents';
}

interface Said {
  readonly types: readonly ProspectType[];
  readonly form: DetailsForm;
  readonly email: string;
  readonly origin: DetailsOrigin;
  readonly errors: readonly DetailsError[];
}

function detailsPage({ link }: Visit, said: Said): VisitAnswer {
  const model = { request: requestSummary(link), ...said };
  return { status: said.errors.length > 0 ? 422 : 200, page: (context) => renderDetails(model, context) };
}
