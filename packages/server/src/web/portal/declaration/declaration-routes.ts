import type { FastifyRequest } from 'fastify';
import { FileError } from '../../../modules/files/index.ts';
import { findDeclarationSetting } from '../../../modules/parties/declaration/index.ts';
import type { DocumentType } from '../../../modules/kyc/documents/index.ts';
import {
  type Declaration,
  declarationWords,
  type DeclarationWords,
  signDeclaration,
} from '../../../modules/self-service/declarations/index.ts';
import type { LinkRow } from '../../../modules/self-service/submissions/index.ts';
import { askerOf } from '../documents/asker-of.ts';
import type { DocumentsError } from '../documents/documents-model.ts';
import { createDocumentsPages } from '../documents/documents-pages.ts';
import { onFailureOf } from '../documents/on-failure-of.ts';
import { errorOfFile, laterOf } from '../documents/receive-upload.ts';
import { ErrorPage } from '../ended/error-page.ts';
import { refuseIfEnded } from '../ended/refuse-if-ended.ts';
import { correctedField, requestSummary } from '../page-models.ts';
import { needsDetails } from '../prospect/prospect-models.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { createPostLimits } from '../session/post-limits.ts';
import type { Visit, VisitAnswer, Visits } from '../session/visits.ts';
import type { DeclarationModel } from './declaration-model.ts';
import { renderDeclaration } from './declaration-page.ts';
import { emptyForm, readDeclaration } from './read-declaration.ts';

const TYPE: DocumentType = 'AML_DECLARATION';

/** The declaration that is filled in on the page and becomes a file of the draft. Nothing of it is kept before it is signed. */
export function registerDeclarationRoutes(visits: Visits, deps: PortalDeps): void {
  const { db, clock, rateLimiter, keyring, fileQuotaBytes, operator } = deps;
  const pages = createDocumentsPages(deps);
  const limits = createPostLimits(rateLimiter, keyring);

  /** What this visitor is to declare. @throws the page of what is not there, where the organization has it switched off */
  async function paperOf({ link, session }: Visit): Promise<Paper> {
    const { is_on, template } = await findDeclarationSetting(db, link.organization_id);
    if (!is_on) throw new ErrorPage('notFound');
    const { language } = session;
    return { template, words: declarationWords({ template, language, sellerName: link.seller_name }) };
  }

  function page({ link }: Visit, model: Pick<DeclarationModel, 'words' | 'form' | 'errors' | 'refusal'>, status = 422) {
    const facts = { request: requestSummary(link), company: companyOf(link), today: clock.now() };
    return { status, page: (context) => renderDeclaration({ ...facts, ...model }, context) } satisfies VisitAnswer;
  }

  /** The file's way into the draft; an error where it found none. */
  async function sign(visit: Visit, declaration: Declaration, request: FastifyRequest) {
    try {
      const stored = await signDeclaration(deps, visit, { declaration, asker: askerOf(visit, request) });
      if (stored) return stored;
      await refuseIfEnded(db, visit);
      return { code: 'too-many-files', type: TYPE } as const;
    } catch (error) {
      const known = error instanceof FileError ? errorOfFile(error, TYPE) : laterOf(error, TYPE);
      if (!known) throw error;
      onFailureOf(request)(error);
      return known;
    }
  }

  visits.route({ method: 'GET', step: 'declaration', operationId: 'portalDeclaration' }, async (visit) => {
    if (visit.isSubmitted) return { redirect: 'done' };
    if (needsDetails(visit.link)) return { redirect: 'details' };
    const { words } = await paperOf(visit);
    return page(visit, { words, form: emptyForm }, 200);
  });

  visits.route(
    { method: 'POST', step: 'declaration', operationId: 'portalSignDeclaration' },
    async (visit, request) => {
      if (visit.isSubmitted) return { redirect: 'done' };
      const { link, session } = visit;
      const { words, template } = await paperOf(visit);
      const now = clock.now();
      const { form, errors, declared } = readDeclaration(request.body, words, now);
      if (!declared) return page(visit, { words, form, errors });

      const refused = async (error: DocumentsError): Promise<VisitAnswer> => ({
        ...page(visit, { words, form, refusal: await pages.message(visit, error) }, pages.statusOf(error)),
        ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
      });
      if (link.stored_bytes >= fileQuotaBytes) return refused({ code: 'no-room', type: TYPE });
      await limits.takeReceipt(session.invitationId);
      const company = companyOf(link);
      const declaration = {
        ...declared,
        template,
        language: session.language,
        sellerName: link.seller_name,
        operatorName: operator.name,
        invitationId: link.id,
        companyName: company.name,
        vatNumber: company.vatNumber,
        companyCountry: company.country,
        signedAt: now,
      };
      const outcome = await sign(visit, declaration, request);
      if ('code' in outcome) return refused(outcome);
      return { redirect: 'documents', notice: { kind: 'added', fileName: outcome.fileName }, isContribution: true };
    },
  );
}

interface Paper {
  readonly template: Declaration['template'];
  readonly words: DeclarationWords;
}

/** As the buyer confirmed or corrected it. */
function companyOf(link: LinkRow): DeclarationModel['company'] {
  return {
    name: correctedField(link, 'companyName') ?? link.company_name,
    vatNumber: correctedField(link, 'vatNumber') ?? link.vat_number,
    country: correctedField(link, 'address.country') ?? link.country,
  };
}
