import { defineModule } from '../../../core/module.ts';
import type { LinkMailDeps } from '../invitations/index.ts';
import { RecipientUnknown } from './problems.ts';
import type { RejectionDeps } from './reject-document.ts';
import { rejectionMail } from './rejection-mail.ts';

/** Documents that the seller's side does not take, and what their buyers are asked for then. */
export const rejections = defineModule<RejectionDeps & LinkMailDeps>({
  name: 'rejections',
  problems: [RecipientUnknown],
  actions: { 'document.reject': {} },
  mails: [rejectionMail],
  routes: async () => (await import('./routes.ts')).registerRejectionRoutes,
});
