import { newId } from '../../../platform/ids.ts';

/** Endpoints, messages (the envelope's `id`) and deliveries. */
export type IdPrefix = 'wh' | 'evt' | 'del';

/** Such as `wh_5b1e0c9a7d3f4e21b6a80c4d9e7f1325`: the prefix and a fresh uuid without its dashes. */
export function prefixedId(prefix: IdPrefix): string {
  return `${prefix}_${newId().replaceAll('-', '')}`;
}

/** The uuid in it, as the trail names its subject; PostgreSQL reads it without dashes. */
export function uuidOf(id: string): string {
  return id.slice(id.indexOf('_') + 1);
}
