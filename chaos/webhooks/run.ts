import type { Figure, Measure } from './figure.ts';
import { measureHangingEndpoint } from './hanging-endpoint.ts';
import { measureHeldEvents } from './held-events.ts';
import { measureRebinding } from './rebinding.ts';
import { measureSignatures } from './signatures.ts';
import { measureSsrf } from './ssrf.ts';
import { measureKills } from './worker-kills.ts';

/** The figures of webhooks, one group after the other, so that none disturbs another. */
export const webhookChaos: Readonly<Record<string, (measure: Measure) => Promise<Figure[]>>> = {
  'worker kills and signatures': async (measure) => {
    const { figures, sample, secret } = await measureKills(measure);
    return [...figures, ...(await measureSignatures(sample, secret))];
  },
  'forbidden addresses': measureSsrf,
  'DNS rebinding': measureRebinding,
  'a hanging endpoint': measureHangingEndpoint,
  'held events': measureHeldEvents,
};
