export { listMasterKeys, type MasterKeyRow } from './master-key-repository.ts';
export { createMasterKeys, enrolMasterKeys, type MasterKeys } from './master-keys.ts';
export { countAll, type KindCounts, rewrapAll } from './rewrap.ts';
export { reseal, sealedColumn, type SealedRow, type SealingDeps } from './sealed-column.ts';
export {
  countedIn,
  defineSealed,
  type KeyCounts,
  NOTHING_DONE,
  type RewrapStep,
  type SealedKind,
} from './sealed-kind.ts';
