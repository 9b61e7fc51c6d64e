import { defineModule } from '../../../core/module.ts';
import { ProspectSubmitted } from './events.ts';

/** What people send on a PROSPECT link (contract 3.7): an endpoint may subscribe to it today; its operations are not built yet. */
export const prospects = defineModule({
  name: 'prospects',
  events: [ProspectSubmitted],
});
