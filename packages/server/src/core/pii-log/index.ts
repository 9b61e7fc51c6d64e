export { insertPiiReadings, operatorReader, type PiiReader } from './pii-log.ts';
export { purgeReadings } from './purge-readings.ts';
export { isPurpose, PURPOSE, purposeOf } from './purpose.ts';
export { type ReadingRow, readingsBetween } from './readings-between.ts';
export { readingsOfBuyer } from './readings-of-buyer.ts';
