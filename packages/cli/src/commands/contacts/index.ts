import type { Declared } from '../../declare/declared.ts';
import { listContacts } from './list.ts';
import { createContact } from './create.ts';
import { getContact } from './get.ts';
import { patchContact } from './update.ts';
import { deleteContact } from './delete.ts';

export const commands: readonly Declared[] = [listContacts, createContact, getContact, patchContact, deleteContact];
