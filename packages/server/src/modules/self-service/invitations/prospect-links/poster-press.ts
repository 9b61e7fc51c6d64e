import { createPaperPress, type PaperPress } from '../../../../platform/pdf/index.ts';
import type { PosterFacts } from './render-poster-pdf.ts';

export type PosterPress = PaperPress<PosterFacts>;

export function createPosterPress(): PosterPress {
  return createPaperPress(new URL('./poster-thread.ts', import.meta.url));
}
