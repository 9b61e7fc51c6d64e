/** `npm run examples`: lets every verifier of docs/examples/webhooks judge the test vectors, where its language is installed. */
import { examples, readVectors, runExample } from './webhook-examples.ts';

const vectors = await readVectors();
for (const example of examples) {
  const outcome = await runExample(example, vectors);
  let said = `agrees on all ${vectors.length} vectors`;
  if (outcome.kind === 'not run') said = `not run: ${outcome.reason}`;
  if (outcome.kind === 'differs') said = `DIFFERS on: ${outcome.on.join('; ')}`;
  console.log(`${example.language.padEnd(12)} ${example.file.padEnd(22)} ${said}`);
  if (outcome.kind === 'differs') process.exitCode = 1;
}
