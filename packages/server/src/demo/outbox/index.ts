import type { FastifyInstance } from 'fastify';
import type { Config } from '../../config/config.ts';
import { mailFolder } from '../../modules/delivery/mail/index.ts';
import { outboxAddressOf } from './outbox-address.ts';
import { createOutbox } from './read-outbox.ts';
import { registerOutbox } from './register-outbox.ts';

export { createOutbox };

/** The demo's mails as a person sees them (decision 0042). */
export function openOutbox({ http, publicBaseUrl, dataDir }: Config) {
  const { key, url } = outboxAddressOf({ host: http.host, publicBaseUrl });
  const mount = (app: FastifyInstance): void => registerOutbox(app, createOutbox(mailFolder(dataDir)), key);
  return { url, mount };
}
