import { boundedDetail, boundedErrors } from './bounded-errors.ts';
import { ValidationError } from './problem-types.ts';
import { ProblemError } from './problems.ts';

/** A 422 that names one field. */
export function fieldProblem(field: string, message: string, rejectedValue?: unknown): ProblemError {
  const error = rejectedValue === undefined ? { field, message } : { field, message, rejectedValue };
  return new ProblemError(ValidationError, boundedDetail(`${field}: ${message}`), { errors: boundedErrors([error]) });
}
