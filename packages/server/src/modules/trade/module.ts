import { defineCapability } from '../../core/identity/index.ts';
import { defineModule } from '../../core/module.ts';
import { ComplianceDecisionMade, ComplianceStatusChanged, ExportFileGenerated } from './events.ts';

/** May put several vehicles into one order (contract 2.8). */
const AllowMultiVinOrders = defineCapability('allowMultiVinOrders');

/** Orders to export file (contract 7): what is published of it and may be asked for today; its operations are not built yet. */
export const trade = defineModule({
  name: 'trade',
  capabilities: [AllowMultiVinOrders],
  events: [ComplianceStatusChanged, ComplianceDecisionMade, ExportFileGenerated],
});
