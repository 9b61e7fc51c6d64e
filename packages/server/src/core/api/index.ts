export type { Api, ReceivedBody } from './api.ts';
export { PartnerPath, pathOf, Uuid } from './paths.ts';
export { type Answer, auditActor, type Call, type Decision } from './route-spec.ts';
export {
  cursorQuery,
  inOrder,
  instantQuery,
  type Listing,
  listing,
  type ListedRow,
  type ListPage,
  orderBy,
  pageOf,
  pageQuery,
  presentPage,
  sortQuery,
} from './lists.ts';
export { pickedIn, type PlacedPage, placePage, type Sought } from './far-pages.ts';
export { foldBehind } from './fold-behind.ts';
export { FAR, fewList, mirrored, pickedOf, type Picked, type WideList, wideList } from './wide-lists.ts';
export { limitOffset, windowOf } from '../page-window.ts';
export { MilestoneAlreadySet, VersionMismatch, ResourceExistsDifferentBody } from './problems.ts';
export { changedMembers, refuseOtherValues } from './sent-back.ts';
