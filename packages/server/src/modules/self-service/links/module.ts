import { defineModule } from '../../../core/module.ts';
import type { SealingDeps } from '../../../core/sealing/index.ts';
import { InvitationGone } from './problems.ts';

import { sealedLinkKeys } from './sealed-keys.ts';

export const links = defineModule<SealingDeps>({
  name: 'links',
  tables: ['link_keys'],
  views: ['retired_link_keys'],
  problems: [InvitationGone],
  sealed: [sealedLinkKeys],
  actions: { 'link-key.rotate': {}, 'link-key.retire': {} },
});
