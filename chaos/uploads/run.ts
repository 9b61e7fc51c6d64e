import type { Topic } from '../figure.ts';
import { measureKills } from './api-kills.ts';
import { measureBombs } from './bombs.ts';
import { measureFairQueue } from './fair-queue.ts';
import { measureFullDisk } from './full-disk.ts';
import { MEASURES } from './measure.ts';
import { measureMemory } from './uploads-at-once.ts';

export const uploadChaos: Topic = {
  'kills during uploads': (size) => measureKills(MEASURES[size]),
  'full disk': (size) => measureFullDisk(MEASURES[size]),
  'uploads at once': (size) => measureMemory(MEASURES[size]),
  'fair queue': (size) => measureFairQueue(MEASURES[size]),
  memory: (size) => measureBombs(MEASURES[size]),
};
