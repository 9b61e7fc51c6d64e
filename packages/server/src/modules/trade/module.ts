import { defineCapability } from '../../core/identity/index.ts';
import { defineModule } from '../../core/module.ts';
import { defineProblem } from '../../platform/problems/problems.ts';
import { ComplianceDecisionMade, ComplianceStatusChanged, ExportFileGenerated } from './events.ts';

/** May put several vehicles into one order (contract 2.8). */
const AllowMultiVinOrders = defineCapability('allowMultiVinOrders');

const MilestoneAlreadySet = defineProblem('milestone-already-set', {
  status: 409,
  title: 'The milestone is already set',
  kept: true,
});

/** Orders to export file (contract 7): what is published of it and may be asked for today; its operations are not built yet. */
export const trade = defineModule({
  name: 'trade',
  capabilities: [AllowMultiVinOrders],
  problems: [MilestoneAlreadySet],
  events: [ComplianceStatusChanged, ComplianceDecisionMade, ExportFileGenerated],
});
