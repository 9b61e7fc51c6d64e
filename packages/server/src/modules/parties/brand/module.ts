import { defineModule } from '../../../core/module.ts';

export const brand = defineModule({
  name: 'brand',
  tables: ['brands'],
  actions: { 'brand.set': {}, 'brand.clear': {} },
});
