import type { Topic } from '../figure.ts';
import { measureApiKills } from './api-kills.ts';
import { measureBusyQueue } from './busy-queue.ts';
import { measureDatabaseKills } from './database-kills.ts';
import { measureEndedBackends } from './ended-backends.ts';
import { MEASURES } from './measure.ts';

export const writeChaos: Topic = {
  'kills of the API': (size) => measureApiKills(MEASURES[size]),
  'ended backends': (size) => measureEndedBackends(MEASURES[size]),
  'kills of the database': (size) => measureDatabaseKills(MEASURES[size]),
  'kills of the database under a busy queue': (size) => measureBusyQueue(MEASURES[size]),
};
