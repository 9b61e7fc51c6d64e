import { testTopic } from '../chaos/test-topic.ts';
import { webhookChaos } from '../chaos/webhooks/run.ts';

testTopic('webhooks', webhookChaos);
