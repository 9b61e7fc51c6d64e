import { testTopic } from '../chaos/test-topic.ts';
import { uploadChaos } from '../chaos/uploads/run.ts';

testTopic('uploads', uploadChaos);
