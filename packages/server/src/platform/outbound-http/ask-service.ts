import { buffer } from 'node:stream/consumers';
import { openAnswer, ServiceFailure, type ServiceQuestion } from './open-answer.ts';

export type ServiceAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly text: string;
      /** Undefined where the text is none. */
      readonly json: unknown;
      readonly retryAfter: string | undefined;
    }
  | { readonly kind: 'failed'; readonly failure: ServiceFailure['failure'] };

/** {@link openAnswer}, and the whole of its answer. Never rejects for what the other side does. */
export async function askService(question: ServiceQuestion): Promise<ServiceAnswer> {
  try {
    const { status, retryAfter, body } = await openAnswer(question);
    const text = (await buffer(body)).toString('utf8');
    return { kind: 'answered', status, text, json: readJson(text), retryAfter };
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    return { kind: 'failed', failure: error.failure };
  }
}

/** Undefined where it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
