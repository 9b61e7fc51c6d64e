export { insertPiiReadings, type PiiReader } from './pii-log.ts';
export { PURPOSE, purposeOf } from './purpose.ts';
