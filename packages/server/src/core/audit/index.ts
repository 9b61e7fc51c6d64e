export { type ActionDeclaration, type AuditActor, type AuditEntry } from './audit.ts';
