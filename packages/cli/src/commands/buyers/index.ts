import type { Declared } from '../../declare/declared.ts';
import { upsertBuyer } from './create.ts';
import { listBuyers } from './list.ts';
import { getBuyer } from './get.ts';
import { patchBuyer } from './update.ts';
import { blockBuyer } from './block.ts';
import { unblockBuyer } from './unblock.ts';
import { eraseBuyer } from './erase.ts';

export const commands: readonly Declared[] = [
  upsertBuyer,
  listBuyers,
  getBuyer,
  patchBuyer,
  blockBuyer,
  unblockBuyer,
  eraseBuyer,
];
