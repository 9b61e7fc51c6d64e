import { defineModule } from '../../../core/module.ts';

export const declaration = defineModule({
  name: 'declaration',
  tables: ['declaration_settings'],
  actions: { 'declaration.set': {} },
});
