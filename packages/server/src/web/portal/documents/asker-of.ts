import type { FastifyRequest } from 'fastify';
import type { Asker } from '../../../modules/files/index.ts';
import type { LinkState } from '../../../modules/self-service/submissions/index.ts';
import { goneSignal } from '../../../platform/http/gone-signal.ts';
import { networkOf } from '../../shared/client-network.ts';
import type { Visit } from '../session/visits.ts';

/** Whose limits a visitor's file counts on. */
export function askerOf({ link }: Visit<LinkState>, request: FastifyRequest): Asker {
  const sender = { organization: link.organization_id, link: link.id, network: networkOf(request.ip) };
  return { sender, signal: goneSignal(request) };
}
