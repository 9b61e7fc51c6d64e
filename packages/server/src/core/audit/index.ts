export { type ActionDeclaration, type AuditActor, type AuditEntry } from './audit.ts';
export { purgeTrail } from './purge-trail.ts';
export { insertAuditLines, selectTrail, type TrailRow } from './repository.ts';
export { trailAbout, type TrailLine, trailOfInvitation } from './trail-lines.ts';
