import './forced-batches.ts';
/** Loaded before an API process starts. */
import { recordAnswers } from './recorded-answers.ts';

const folder = process.env['TEST_RUN_FOLDER'];
if (folder !== undefined) recordAnswers(folder);
