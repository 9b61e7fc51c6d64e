import { servePress } from '../../../platform/pdf/press-thread.ts';
import { renderSandboxReport } from './sandbox-report.ts';

servePress(renderSandboxReport);
