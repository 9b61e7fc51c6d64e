import type { Topic } from '../figure.ts';
import { measureHangingEndpoint } from './hanging-endpoint.ts';
import { measureHeldEvents } from './held-events.ts';
import { measureRebinding } from './rebinding.ts';
import { measureSignatures } from './signatures.ts';
import { measureSsrf } from './ssrf.ts';
import { MEASURES } from './measure.ts';
import { measureKills } from './worker-kills.ts';

export const webhookChaos: Topic = {
  'worker kills and signatures': async (size) => {
    const { figures, sample, secret } = await measureKills(MEASURES[size]);
    return [...figures, ...(await measureSignatures(sample, secret))];
  },
  'forbidden addresses': measureSsrf,
  'DNS rebinding': (size) => measureRebinding(MEASURES[size]),
  'a hanging endpoint': (size) => measureHangingEndpoint(MEASURES[size]),
  'held events': (size) => measureHeldEvents(MEASURES[size]),
};
