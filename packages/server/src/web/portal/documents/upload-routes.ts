import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isKnownVersion } from '../../../platform/http/known-version.ts';
import { isUuid } from '../../../platform/ids.ts';
import { MethodNotAllowed } from '../../../platform/problems/problem-types.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { type FinishOutcome, uploadMethodOf } from '../../../modules/self-service/uploads/index.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { askerOf } from './asker-of.ts';
import { createDocumentsPages } from './documents-pages.ts';
import { BACK_TO_REVIEW } from './unfinished-list.ts';
import { fieldOf } from '../../shared/form-fields.ts';
import { prefersJson } from '../../shared/prefers-json.ts';
import { errorOfFile } from './receive-upload.ts';
import { refuseIfEnded } from '../ended/refuse-if-ended.ts';
import type { DocumentsError, DocumentsErrorCode } from './documents-model.ts';
import { endedVisit, type QuickAnswer, type Visit, type VisitAnswer, type Visits } from '../session/visits.ts';
import { findLink, type LinkState } from '../../../modules/self-service/submissions/index.ts';

const UPLOAD_BEGUN = 201;
const UPLOAD_METHODS = 'HEAD, PATCH, DELETE';

const PIECE_TYPE = 'application/offset+octet-stream';

/** The pieces of an upload are read by the tus server, straight from the request. */
export function acceptPieces(scope: FastifyInstance): void {
  scope.addContentTypeParser(PIECE_TYPE, (_request, _payload, done) => done(null));
}

/**
 * Uploads that go on where they broke off: the tus protocol 1.0 under `uploads`, and `finish`, which makes a whole upload a
 * file of the draft. Each request is one of a session and checks the link anew.
 */
export function registerUploadRoutes(visits: Visits, deps: PortalDeps): void {
  const { db, uploads } = deps;
  const pages = createDocumentsPages(deps);

  /** The draft has been sent: nothing more can be added to it. */
  async function refuseSubmitted({ isSubmitted, session }: Visit<LinkState>): Promise<void> {
    if (isSubmitted) throw endedVisit('used', { session, link: await findLink(db, session) });
  }

  async function tus(visit: Visit<LinkState>, request: FastifyRequest): Promise<QuickAnswer> {
    await refuseSubmitted(visit);
    const answer = await uploads.answer(request.raw, { link: visit.link, path: visit.sessionPath('uploads') });
    const code = UPLOAD_ERRORS[answer.body];
    // An upload is begun by whoever chose a file.
    if (code === undefined) return { script: { ...answer, isContribution: answer.status === UPLOAD_BEGUN } };
    const link = await refuseIfEnded(db, visit);
    return refused({ ...visit, link }, answer.status, { code });
  }

  async function refused(visit: Visit, status: number, error: DocumentsError): Promise<QuickAnswer> {
    return json(status, { status: 'refused', message: await pages.message(visit, error) });
  }

  async function finish(visit: Visit, request: FastifyRequest): Promise<VisitAnswer> {
    const isForm = !prefersJson(request);
    if (isForm && visit.isSubmitted) return { redirect: 'done' };
    await refuseSubmitted(visit);
    const id = uploadIdOf(request);
    const outcome =
      id === undefined
        ? ({ kind: 'stale' } as const)
        : await uploads.finish(visit, { id, asker: askerOf(visit, request) });
    if (outcome.kind === 'stale') await refuseIfEnded(db, visit);
    return isForm ? answerForm(visit, outcome) : answerScript(visit, outcome);
  }

  async function answerScript(visit: Visit, outcome: FinishOutcome): Promise<QuickAnswer> {
    if (outcome.kind === 'attached') return json(200, { status: 'added', html: await pages.parts(visit) });
    if (outcome.kind === 'later') {
      return json(503, { status: 'later' }, { 'retry-after': String(outcome.retryAfterSeconds) });
    }
    if (outcome.kind === 'incomplete') return json(409, { status: 'incomplete' });
    if (outcome.kind === 'stale') return json(404, { status: 'unknown' });
    const error = errorOf(outcome);
    return refused(visit, pages.statusOf(error), error);
  }

  /** Without script, as the form that sends whole files is answered. */
  async function answerForm(visit: Visit, outcome: FinishOutcome): Promise<VisitAnswer> {
    const redirect = 'documents';
    if (outcome.kind === 'attached') return { redirect, notice: { kind: 'added', fileName: outcome.fileName } };
    if (outcome.kind === 'incomplete' || outcome.kind === 'stale') return { redirect };
    return pages.page(visit, [errorOf(outcome)]);
  }

  visits.quickRoute({ method: 'POST', step: 'uploads', operationId: 'portalUploadCreate' }, tus);
  visits.quickRoute({ method: 'OPTIONS', step: 'uploads', operationId: 'portalUploadOptions' }, tus);
  visits.quickRoute({ method: 'HEAD', step: 'uploads/:uploadId', operationId: 'portalUploadOffset' }, tus);
  visits.quickRoute({ method: 'PATCH', step: 'uploads/:uploadId', operationId: 'portalUploadPiece' }, tus);
  visits.quickRoute({ method: 'DELETE', step: 'uploads/:uploadId', operationId: 'portalUploadCancel' }, tus);
  visits.route({ method: 'POST', step: 'uploads/:uploadId/finish', operationId: 'portalUploadFinish' }, finish);
  visits.quickRoute(
    { method: 'POST', step: 'uploads/:uploadId', operationId: 'portalUploadOverride' },
    async (visit, request) => {
      if (uploadMethodOf(request.raw) !== 'POST') return tus(visit, request);
      throw new ProblemError(MethodNotAllowed, `This address answers ${UPLOAD_METHODS}.`, {
        headers: { allow: UPLOAD_METHODS },
      });
    },
  );

  visits.quickRoute(
    { method: 'POST', step: 'uploads/:uploadId/remove', operationId: 'portalUploadRemove' },
    async (visit, request) => {
      if (visit.isSubmitted) return { redirect: 'done' };
      const id = uploadIdOf(request);
      const redirect = fieldOf(request.body, 'back') === BACK_TO_REVIEW ? 'review' : 'documents';
      const [fileName] = id === undefined ? [] : await uploads.drop(visit.link, id);
      const notice = fileName === undefined ? {} : { notice: { kind: 'removed', fileName } as const };
      return { redirect, ...notice };
    },
  );

  visits.quickRoute(
    { method: 'GET', step: 'documents/parts', operationId: 'portalDocumentsParts' },
    async (visit, request) => {
      await refuseSubmitted(visit);
      // Before the parts: what comes in between is news again.
      const etag = await pages.versionOf(visit);
      if (isKnownVersion(request, etag))
        return { script: { status: 304, headers: { etag }, body: '', isUnasked: true } };
      const link = await refuseIfEnded(db, visit);
      const headers = { 'content-type': 'text/html; charset=utf-8', etag };
      return { script: { status: 200, headers, body: await pages.parts({ ...visit, link }), isUnasked: true } };
    },
  );
}

/** What the tus server's refusals of an upload are called there and on the page. */
const UPLOAD_ERRORS: Readonly<Record<string, DocumentsErrorCode>> = {
  'too-many-files': 'too-many-files',
  'type-missing': 'type-missing',
  'file-too-large': 'file-too-large',
  'no-room': 'no-room',
  'too-many-pieces': 'upload-incomplete',
};

function errorOf(outcome: Extract<FinishOutcome, { readonly type: unknown }>): DocumentsError {
  const { kind, type, fileName } = outcome;
  if (kind === 'refused') return { ...errorOfFile(outcome.error, type), fileName };
  if (kind === 'damaged') return { code: 'upload-incomplete', type, fileName };
  return { code: 'file-unchecked', type, fileName, retryAfterSeconds: outcome.retryAfterSeconds };
}

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): QuickAnswer {
  const type = { 'content-type': 'application/json' };
  return { script: { status, headers: { ...type, ...headers }, body: JSON.stringify(body) } };
}

function uploadIdOf(request: FastifyRequest): string | undefined {
  const { uploadId = '' } = request.params as { uploadId?: string };
  return isUuid(uploadId) ? uploadId.toLowerCase() : undefined;
}
