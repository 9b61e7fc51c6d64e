import { keptMailAddress } from '../../../platform/mail-address.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import type { Contact, ContactInput } from './schemas.ts';

/** Who a contact is and how it is reached. */
export interface ContactFacts {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone?: string;
}

export interface OpenContact {
  readonly id: string;
  readonly createdAt: Date;
  readonly facts: ContactFacts;
}

export function keptFacts({ firstName, lastName, email, phone }: ContactInput): ContactFacts {
  const kept = keptMailAddress(email) ?? email;
  return { firstName, lastName, email: kept, ...(phone !== undefined && { phone }) };
}

export function presentContact({ id, createdAt, facts }: OpenContact): Contact {
  return { uuid: id, ...facts, createdAt: createdAt.toISOString() };
}

export function contactNotFound(): ProblemError {
  return new ProblemError(NotFound, 'There is no such contact.');
}

/** The buyer itself is another module's, which stands above this one. */
export function ownerNotFound(): ProblemError {
  return new ProblemError(NotFound, 'There is no such buyer.');
}
