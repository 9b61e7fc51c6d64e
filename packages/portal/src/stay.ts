import { isOurs } from './our-answers.ts';

const SECONDS_HEADER = 'x-novatrade-session-seconds';
const TOO_MANY = 429;

/** Prolongs the session. The seconds that it now has; `over` where there is none any more; `failed` where nobody can tell. */
export async function stay(url: string): Promise<number | 'over' | 'failed'> {
  const answer = await fetch(url, { method: 'POST' }).catch(() => undefined);
  if (!answer) return 'failed';
  const seconds = Number(answer.headers.get(SECONDS_HEADER));
  if (answer.ok && seconds > 0) return seconds;
  const isRefused = answer.status >= 400 && answer.status < 500 && answer.status !== TOO_MANY;
  return isRefused && isOurs((name) => answer.headers.get(name)) ? 'over' : 'failed';
}
