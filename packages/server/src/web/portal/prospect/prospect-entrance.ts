import type { FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../../../platform/ids.ts';
import { keptMailAddress } from '../../../platform/mail-address.ts';
import { documentsOfVisitor, requestCode } from '../../../modules/self-service/prospects/index.ts';
import type { PublishedFacts } from '../../../modules/self-service/submissions/index.ts';
import type { Language } from '../../../modules/texts/index.ts';
import { fieldOf } from '../../shared/form-fields.ts';
import { createPageContext } from '../../shared/page-context.ts';
import type { LinkVisit } from '../landing/link-entrance.ts';
import { pageBrand } from '../page-brand.ts';
import { requestSummary } from '../page-models.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { reportUrlOf } from '../report/report-routes.ts';
import { createPostLimits } from '../session/post-limits.ts';
import { refOf, sessionPathOf } from '../session/session-address.ts';
import { beginSession } from '../session/session-cookies.ts';
import { createSessions } from '../session/session.ts';
import { renderProspectLanding } from './prospect-landing-page.ts';

const DAY_MS = 86_400_000;

/** A visitor of a link that is published and stands. */
export interface PublishedVisit extends LinkVisit {
  readonly published: PublishedFacts;
  readonly language: Language;
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface ProspectEntrance {
  land(visit: PublishedVisit, reply: FastifyReply): FastifyReply;
  /** Mails a code to the address that he enters, and lets him enter it in turn. */
  start(visit: PublishedVisit, exchange: Exchange): Promise<FastifyReply>;
}

export function createProspectEntrance(deps: PortalDeps): ProspectEntrance {
  const { keyring, rateLimiter, completeDocuments } = deps;
  const sessions = createSessions(deps);
  const limits = createPostLimits(rateLimiter, keyring);
  const contextOf = createPageContext(deps.operator);
  const documentsOf = {
    COMPANY: documentsOfVisitor('COMPANY', completeDocuments),
    CONSUMER: documentsOfVisitor('CONSUMER', completeDocuments),
  };

  function landing({ link, published, token, path, language }: PublishedVisit, wrongEmail?: string): string {
    const model = {
      request: requestSummary(link),
      token,
      daysLeft: Math.floor((link.expires_at.getTime() - link.now.getTime()) / DAY_MS),
      types: published.prospect_types,
      prospectDays: deps.prospectRetentionDays,
      documentsOf,
      closedFor: closureOf(published),
      wrongEmail,
    };
    return renderProspectLanding(
      model,
      contextOf(language, { reportUrl: reportUrlOf(path, language), brand: pageBrand(link) }),
    );
  }

  return {
    land: (visit, reply) => reply.type('text/html; charset=utf-8').send(landing(visit)),
    async start(visit, { request, reply }) {
      const { link, language } = visit;
      const written = (fieldOf(request.body, 'email') ?? '').trim();
      const email = keptMailAddress(written);
      if (email === undefined) return reply.code(422).type('text/html; charset=utf-8').send(landing(visit, written));
      await limits.takeCode(request, link.id);
      await requestCode(deps, { link, email, actor: { kind: 'BUYER', requestId: request.id } }, language);
      const session = {
        invitationId: link.id,
        ref: refOf(link.id, keyring),
        sellerId: link.seller_id,
        linkVersion: link.link_version,
        submissionId: newId(),
        language,
        startedAtSeconds: sessions.nowSeconds(),
        email,
      };
      await beginSession(sessions, session, { request, reply });
      return reply.redirect(sessionPathOf(session.ref)('code'), 303);
    },
  };
}

function closureOf({ is_full, codes_paused }: PublishedFacts): 'full' | 'paused' | undefined {
  if (is_full) return 'full';
  return codes_paused ? 'paused' : undefined;
}
