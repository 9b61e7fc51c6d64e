import { mayPass, Nt24Error } from '@nt24/sdk';

const FIRST_OF_SERVER = 500;

/** What may pass, and what the service itself fails of: whoever looks on sees each failure and may end it. */
export function isPassing(error: unknown): boolean {
  return mayPass(error) || (error instanceof Nt24Error && 'status' in error && Number(error.status) >= FIRST_OF_SERVER);
}
