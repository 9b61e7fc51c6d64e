import { defineModule } from '../../../core/module.ts';

/** What the operator takes out of an invitation for good (docs/decisions/0026). */
export const erasure = defineModule({
  name: 'erasure',
  actions: { 'invitation.erase': { activity: 'ERASED' } },
});
