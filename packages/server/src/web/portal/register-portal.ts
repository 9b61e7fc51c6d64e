import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { answerWrongMethods } from '../../platform/http/wrong-method.ts';
import { registerAssets } from '../shared/assets.ts';
import { registerBrandAssets } from './brand-assets.ts';
import { registerCodeRoutes } from './prospect/code-routes.ts';
import { registerDetailsRoutes } from './prospect/details-routes.ts';
import { registerCompanyRoutes } from './company/company-routes.ts';
import { registerDeclarationRoutes } from './declaration/declaration-routes.ts';
import { ErrorPage } from './ended/error-page.ts';
import { registerDeviceRoutes } from './device/device-routes.ts';
import { registerDocumentRoutes } from './documents/document-routes.ts';
import { registerErrorPages } from './ended/error-pages.ts';
import { registerLandingRoutes } from './landing/landing-routes.ts';
import { compressPages } from '../shared/compress-pages.ts';
import { createPageContext } from '../shared/page-context.ts';
import { createLinkEntrance } from './landing/link-entrance.ts';
import type { PortalDeps } from './portal-deps.ts';
import { registerPreviewRoutes } from './documents/preview-routes.ts';
import { sendPublicHeaders } from '../shared/public-headers.ts';
import { UPLOAD_LIMITS } from './documents/receive-upload.ts';
import { registerReportRoutes, registerSessionReportRoutes } from './report/report-routes.ts';
import { registerResendRoutes } from './resend/resend-routes.ts';
import { registerNotSuppliedRoutes } from './documents/not-supplied-routes.ts';
import { registerReviewRoutes } from './review/review-routes.ts';
import { acceptPieces, registerUploadRoutes } from './documents/upload-routes.ts';
import { PORTAL_PREFIXES } from './ended/outside-pages.ts';
import { registerSignOutRoutes } from './session/sign-out-routes.ts';
import { registerStayRoute } from './session/stay-route.ts';
import { isOldAddress } from './session/session-address.ts';
import { createVisits } from './session/visits.ts';

/** The largest form without a file is the company's, whose remark may be far over its limit and still be shown again. */
const FORM_LIMIT_BYTES = 64 * 1024;

/** The buyer's page (contract 3.5, 3.6): `/i/*` for links, `/d/*` for second devices, `/kyc/{ref}/*` for sessions, `/assets/*`; `/r/*` for those who look after him. HTML, without script. */
export async function registerPortal(app: FastifyInstance, deps: PortalDeps): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    sendPublicHeaders(scope);
    compressPages(scope);
    registerErrorPages(scope, { contextOf: createPageContext(deps.operator), problemBase: deps.problemBase });
    const closeWrongMethods = answerWrongMethods(scope);
    await scope.register(cookie);
    await scope.register(formbody, { bodyLimit: FORM_LIMIT_BYTES });
    await scope.register(multipart, { limits: UPLOAD_LIMITS, throwFileSizeLimit: false });
    acceptPieces(scope);
    registerAssets(scope);
    registerBrandAssets(scope, deps);
    const entrance = createLinkEntrance(deps);
    registerLandingRoutes(scope, entrance, deps);
    registerReportRoutes(scope, entrance, deps);
    registerResendRoutes(scope, deps);
    registerDeviceRoutes(scope, deps);
    registerSignOutRoutes(scope, deps);
    const visits = createVisits(scope, deps);
    registerCodeRoutes(visits, deps);
    registerDetailsRoutes(visits, deps);
    registerCompanyRoutes(visits, deps);
    registerDocumentRoutes(visits, deps);
    registerNotSuppliedRoutes(visits, deps);
    registerUploadRoutes(visits, deps);
    registerPreviewRoutes(visits, deps);
    registerDeclarationRoutes(visits, deps);
    registerReviewRoutes(visits, deps);
    registerSessionReportRoutes(visits, deps);
    registerStayRoute(visits, deps);
    closeWrongMethods();
    for (const prefix of PORTAL_PREFIXES) await scope.register(answerUnknownPaths, { prefix });
  });
}

async function answerUnknownPaths(nested: FastifyInstance): Promise<void> {
  nested.setNotFoundHandler(async (request) => {
    throw new ErrorPage(isOldAddress(request.url) ? 'sessionEnded' : 'notFound');
  });
}
