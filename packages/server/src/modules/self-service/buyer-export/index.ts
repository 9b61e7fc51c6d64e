import type { ExportBuyer } from './export-buyer.ts';

export { buyerExport } from './module.ts';

/** Loaded where it is asked for: no process that serves has a use for it. */
export const exportBuyer: ExportBuyer = async (...asked) => (await import('./export-buyer.ts')).exportBuyer(...asked);
