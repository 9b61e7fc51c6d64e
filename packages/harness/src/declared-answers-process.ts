/** Loaded before an API process starts: holds its answers to the document of this repository. */
import { readFileSync } from 'node:fs';
import type { ApiDocument } from '../../guards/src/check-answer.ts';
import { holdToDeclarations } from './declared-answers.ts';

const document = readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8');
holdToDeclarations(JSON.parse(document) as ApiDocument);
