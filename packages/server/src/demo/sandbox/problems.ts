import { defineProblem } from '../../platform/problems/problems.ts';

/** Of the sandbox alone, and so in no list of the API's problems. */
export const StepRefused = defineProblem('sandbox-step-refused', {
  status: 409,
  title: 'The service refused a step that the sandbox took',
  remedy: 'Look at `detail` and `currentResource`: what is over, or barred, cannot be played any more.',
});

export const MadeAnew = defineProblem('sandbox-made-anew', {
  status: 409,
  title: 'The sandbox was made anew meanwhile',
  remedy: 'Begin anew too: what the call was about is gone.',
});
