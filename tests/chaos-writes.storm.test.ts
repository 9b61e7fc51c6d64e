import { testTopic } from '../chaos/test-topic.ts';
import { writeChaos } from '../chaos/writes/run.ts';

testTopic('writes', writeChaos);
