import { defineModule } from '../../../core/module.ts';
import type { SealingDeps } from '../../../core/sealing/index.ts';
import { sealedAnswers } from './sealed-answers.ts';

/** What was declared on the page, as data (docs/decisions/0055). */
export const declarationAnswers = defineModule<SealingDeps>({
  name: 'declaration-answers',
  tables: ['declaration_answers'],
  sealed: [sealedAnswers],
});
