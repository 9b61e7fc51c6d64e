export type { DeclarationTemplate, WordsByLanguage } from './declaration-template.ts';
export { findDeclarationSetting, isDeclarationOn } from './repository.ts';
export { setDeclaration } from './set-declaration.ts';
export { declaration } from './module.ts';
