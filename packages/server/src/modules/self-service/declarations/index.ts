export { FUND_SOURCES, type Declaration, type DeclarationPerson, type FundSource } from './declaration.ts';
export { type DeclarationWords, declarationWords } from './declaration-words.ts';
export { signDeclaration } from './sign-declaration.ts';
