import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { answerWrongMethods } from '../../platform/http/wrong-method.ts';
import { registerAssets } from './assets.ts';
import { registerBrandAssets } from './brand-assets.ts';
import { registerCompanyRoutes } from './company-routes.ts';
import { DeadEnd } from './dead-end-error.ts';
import { registerDocumentRoutes } from './document-routes.ts';
import { registerErrorPages } from './error-pages.ts';
import { registerLandingRoutes } from './landing-routes.ts';
import { compressPages } from './compress-pages.ts';
import { createPageContext } from './page-context.ts';
import { createLinkEntrance } from './link-entrance.ts';
import type { PortalParts } from './portal-parts.ts';
import { registerPreviewRoutes } from './preview-routes.ts';
import { sendPublicHeaders } from './public-headers.ts';
import { UPLOAD_LIMITS } from './receive-upload.ts';
import { registerReportRoutes, registerSessionReportRoutes } from './report-routes.ts';
import { registerReviewRoutes } from './review-routes.ts';
import { acceptPieces, registerUploadRoutes } from './upload-routes.ts';
import { PORTAL_PREFIXES } from './unroutable-answer.ts';
import { createVisits } from './visits.ts';

/** The largest form without a file is the company's, whose remark may be far over its limit and still be shown again. */
const FORM_LIMIT_BYTES = 64 * 1024;

/** The buyer's page (contract 3.5, 3.6): `/i/*` for links, `/kyc/*` for sessions, `/assets/*`. HTML, without script. */
export async function registerPortal(app: FastifyInstance, parts: PortalParts): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    sendPublicHeaders(scope);
    compressPages(scope);
    registerErrorPages(scope, { contextOf: createPageContext(parts.operator), problemBase: parts.problemBase });
    const closeWrongMethods = answerWrongMethods(scope);
    await scope.register(cookie);
    await scope.register(formbody, { bodyLimit: FORM_LIMIT_BYTES });
    await scope.register(multipart, { limits: UPLOAD_LIMITS, throwFileSizeLimit: false });
    acceptPieces(scope);
    registerAssets(scope);
    registerBrandAssets(scope, parts);
    const entrance = createLinkEntrance(parts);
    registerLandingRoutes(scope, entrance, parts);
    registerReportRoutes(scope, entrance, parts);
    const visits = createVisits(scope, parts);
    registerCompanyRoutes(visits, parts);
    registerDocumentRoutes(visits, parts);
    registerUploadRoutes(visits, parts);
    registerPreviewRoutes(visits, parts);
    registerReviewRoutes(visits, parts);
    registerSessionReportRoutes(visits, parts);
    closeWrongMethods();
    for (const prefix of PORTAL_PREFIXES) await scope.register(answerUnknownPaths, { prefix });
  });
}

async function answerUnknownPaths(nested: FastifyInstance): Promise<void> {
  nested.setNotFoundHandler(async () => {
    throw new DeadEnd('notFound');
  });
}
