export { insertPiiReadings, type PiiReader } from './pii-log.ts';
export { purgeReadings } from './purge-readings.ts';
export { PURPOSE, purposeOf } from './purpose.ts';
