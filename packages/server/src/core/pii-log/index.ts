export { insertPiiReadings, type PiiReader } from './pii-log.ts';
