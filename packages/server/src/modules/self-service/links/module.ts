import { defineModule } from '../../../core/module.ts';
import { InvitationGone } from './problems.ts';

export const links = defineModule({
  name: 'links',
  tables: ['link_keys'],
  views: ['retired_link_keys'],
  problems: [InvitationGone],
  actions: { 'link-key.rotate': {}, 'link-key.retire': {} },
});
