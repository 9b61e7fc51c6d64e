import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import helmet from 'helmet';

const NONE = ["'none'"];
const YEAR_SECONDS = 31_536_000;

/** Those are off that only browsers of long ago read, and those that the content policy says better. */
const protect = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: NONE, baseUri: NONE, formAction: NONE, frameAncestors: NONE },
  },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  // No more than the origin goes out, and forms still say where they come from (decision 0034).
  referrerPolicy: { policy: 'strict-origin' },
  // The operator may have other hosts below this one.
  strictTransportSecurity: { maxAge: YEAR_SECONDS, includeSubDomains: false },
  xContentTypeOptions: true,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xPoweredBy: false,
  xXssProtection: false,
});

/** Stand on every answer. What is shown in a browser has a wider content policy of its own. */
export const SECURITY_HEADERS = Object.freeze(headersOfHelmet());

/** Asked once: the headers are the same for every answer, and some answers are written where there is no response yet. */
function headersOfHelmet(): Record<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  protect(request, response, () => {});
  return Object.fromEntries(Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]));
}

/** Leaves the answer to a library that knows nothing of Fastify, but for the headers that stand already. */
export function handOver(reply: FastifyReply): void {
  reply.raw.setHeaders(new Headers(SECURITY_HEADERS));
  reply.hijack();
}
