export { declarationAnswers } from './module.ts';
export { eraseAnswers } from './repository.ts';
export { declarationsOf, findDeclarationToRead, keepAnswers } from './kept-answers.ts';
export { type DeclarationAnswers, declarationExample, type SourceOfFunds, SubmittedDeclaration } from './schemas.ts';
