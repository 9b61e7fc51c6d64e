import type { Topic } from '../figure.ts';
import { measureKills } from './api-kills.ts';
import { measureFullDisk } from './full-disk.ts';
import { MEASURES } from './measure.ts';
import { measureMemory } from './uploads-at-once.ts';

export const uploadChaos: Topic = {
  'kills during uploads': (size) => measureKills(MEASURES[size]),
  'full disk': (size) => measureFullDisk(MEASURES[size]),
  'uploads at once': (size) => measureMemory(MEASURES[size]),
};
