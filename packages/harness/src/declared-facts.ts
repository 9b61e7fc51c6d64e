import assert from 'node:assert/strict';
import { Client } from 'pg';
import { declared } from '../../server/src/modules.ts';
import { bodyValidator, type Validator } from '../../server/src/platform/http/validation.ts';

interface WrittenEvent {
  readonly type: string;
  readonly about: 'seller' | 'organization';
  readonly data: unknown;
}

/** A declared event as it may be raised: it fires, and its data has no members but those declared. */
interface Raisable {
  readonly about: WrittenEvent['about'];
  readonly wrongIn: Validator;
}

const raisable = new Map(
  declared.events
    .filter(({ fires }) => fires)
    .map(({ name, about, data }): [string, Raisable] => [
      name,
      { about, wrongIn: bodyValidator({ additionalProperties: false, ...data }) },
    ]),
);

const declaredMails = new Set(declared.mails.map(({ kind, subjectKind }) => `${kind} about ${subjectKind}`));

/** Facts about sellers, and what was told of endpoints, which has no row of its own. Test events are their callers' making. */
const WRITTEN_EVENTS = `select type, 'seller' as about, data from events
  union all select type, 'organization', envelope->'data'
  from (select type, convert_from(body, 'UTF8')::jsonb as envelope from webhook_messages where event_id is null) m
  where envelope->>'source' <> 'API'`;

/**
 * Holds what a test has written against what the modules declare: every event by its type's schema, every word of the trail, and every
 * mail by its kind and its subject's.
 * @throws AssertionError that names each breach
 */
export async function assertDeclared(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: events } = await client.query<WrittenEvent>(WRITTEN_EVENTS);
    const { rows: lines } = await client.query<{ action: string }>('select distinct action from audit_events');
    const { rows: mails } = await client.query<{ mail: string }>(
      `select distinct kind || ' about ' || subject_kind as mail from mails`,
    );
    const words = lines.map(({ action }) => action).filter((action) => !declared.actions.has(action));
    const breaches = [
      ...events.flatMap(breachesOf),
      ...words.map((action) => `the trail says ${action}, which no module declares`),
      ...mails.filter(({ mail }) => !declaredMails.has(mail)).map(({ mail }) => `no module declares the mail ${mail}`),
    ];
    assert.deepEqual([...new Set(breaches)], [], 'what was written is not what the modules declare');
  } finally {
    await client.end();
  }
}

function breachesOf({ type, about, data }: WrittenEvent): string[] {
  const declaration = raisable.get(type);
  if (declaration?.about !== about) return [`no module declares that ${type} fires and is about a ${about}`];
  return declaration.wrongIn(data).map(({ field, message }) => `${type}: ${field} ${message}`);
}
