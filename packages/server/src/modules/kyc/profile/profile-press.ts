import { createPaperPress, type PaperPress } from '../../../platform/pdf/index.ts';
import type { ProfileFacts } from './profile-facts.ts';

export type ProfilePress = PaperPress<ProfileFacts>;

export function createProfilePress(): ProfilePress {
  return createPaperPress(new URL('./profile-thread.ts', import.meta.url));
}
