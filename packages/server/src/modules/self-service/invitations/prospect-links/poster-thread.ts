import { servePress } from '../../../../platform/pdf/press-thread.ts';
import { renderPosterPdf } from './render-poster-pdf.ts';

servePress(renderPosterPdf);
