import Type from 'typebox';
import { defineEvent } from '../../core/events/index.ts';

const later = {
  about: 'seller',
  when: 'Comes with orders, which are not built yet.',
  fires: false,
  data: Type.Object({}, { additionalProperties: true }),
} as const;

/** Contract 6. */
export const ComplianceStatusChanged = defineEvent('compliance.status_changed', {
  ...later,
  title: 'ComplianceStatusChanged',
});

/** Contract 6. */
export const ComplianceDecisionMade = defineEvent('compliance.decision_made', {
  ...later,
  title: 'ComplianceDecisionMade',
});

/** Contract 6. */
export const ExportFileGenerated = defineEvent('export_file.generated', { ...later, title: 'ExportFileGenerated' });
