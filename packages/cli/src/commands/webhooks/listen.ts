import { ownCommand } from '../../declare/own-command.ts';
import { UsageError } from '../../failure.ts';

interface Options {
  readonly forwardTo: string;
  readonly types?: readonly string[];
  readonly after?: string;
  readonly tries: number;
}

export const listenForEvents = ownCommand<Options>({
  verb: 'listen',
  about: 'Stand in for a webhook endpoint: pull events, and hand each to an address of your own, signed.',
  details:
    'For developing a receiver that the service cannot reach. Events come one after the other, from now on or behind --after, as webhooks do: with X-Novatrade-Signature, X-Novatrade-Event-Id and the same body. The secret is NT24_WEBHOOK_SECRET where that is set, else one that is made and printed once. An event that is not answered by 2xx is tried again, then passed over. It runs until Ctrl-C. What `webhooks trigger` sends is not among the events: that goes to an endpoint of the service.',
  operations: ['listEvents'],
  options: [
    { flags: '--forward-to <url>', about: 'where to, such as http://localhost:3000/hook' },
    {
      flags: '--types <a,b>',
      about: "which events: names, or segments such as 'kyc.*'; default: all",
      parse: (text, before: readonly string[] = []) => [...before, ...text.split(',')],
    },
    { flags: '--after <event-id>', about: 'go on behind this event' },
    { flags: '--tries <n>', about: 'how often an event is tried', default: 4, parse: wholeNumber },
  ],
  examples: [
    'webhooks listen --forward-to http://localhost:3000/hook',
    "webhooks listen --forward-to http://localhost:3000/hook --types 'kyc.*' --after $EVENT",
  ],
  async run({ session, isJson, signal }, _, { forwardTo, types, after, tries }) {
    const isAddress =
      forwardTo !== undefined && /^https?:$/.test(URL.canParse(forwardTo) ? new URL(forwardTo).protocol : '');
    if (!isAddress) throw new UsageError('--forward-to takes an address, such as http://localhost:3000/hook');
    const { listen } = await import('../../listen/listen.ts');
    const { client } = await session();
    await listen({ client, forwardTo, types, after, tries, isJson, signal });
  },
});

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError('--tries takes a number from 1');
  return value;
}
