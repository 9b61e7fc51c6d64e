import { servePress } from '../../../platform/pdf/press-thread.ts';
import { renderPaper } from './render-profile-pdf.ts';

servePress(renderPaper);
