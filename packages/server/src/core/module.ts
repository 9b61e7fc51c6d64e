import type { Sql } from 'sql-template-tag';
import type { OperatorFigure } from '../platform/http/operator-figures.ts';
import type { WaitingWork } from '../platform/http/waiting-work.ts';
import type { PeriodicTask, TaskHandler } from '../platform/jobs/index.ts';
import type { ProblemType } from '../platform/problems/problems.ts';
import type { Api } from './api/index.ts';
import type { ActionDeclaration } from './audit/index.ts';
import type { EventType } from './events/index.ts';
import type { Capability } from './identity/index.ts';
import type { MailDeclaration } from './mail/index.ts';
import type { SealedKind } from './sealing/index.ts';

type RegisterRoutes<Deps> = (api: Api, deps: Deps) => void | Promise<void>;

/**
 * What a module adds to the service. It declares all of it in its own folder; lists collect it, and nobody else's file is edited.
 * `Deps` is what its routes and jobs need of the service.
 */
export interface Module<in Deps = never> {
  readonly name: string;
  /** Tables whose rows it alone reads and writes. Others ask its face. */
  readonly tables?: readonly string[];
  /** Views and functions of the database that it makes for others to read. */
  readonly views?: readonly string[];
  /** Of its operations in the OpenAPI document. */
  readonly tag?: { readonly name: string; readonly description: string };
  readonly problems?: readonly ProblemType[];
  readonly events?: readonly EventType[];
  /** Words of the audit trail, and how they show in an invitation's activity. */
  readonly actions?: Readonly<Record<string, ActionDeclaration>>;
  readonly capabilities?: readonly Capability[];
  /** What it has to say to people. */
  readonly mails?: readonly MailDeclaration<Deps>[];
  /** Kinds of owners for whom it keeps files in the store. */
  readonly storedFiles?: readonly string[];
  /** What it keeps sealed under the master key. */
  readonly sealed?: readonly SealedKind<Deps>[];
  /** Work that waits for the workers, for the metrics. */
  readonly waiting?: readonly WaitingWork[];
  /** What else the metrics tell of it out of the database. */
  readonly figures?: readonly OperatorFigure[];
  /** Loads what declares its operations: an API process asks for it once, before the server listens, and a worker never. */
  routes?(): Promise<RegisterRoutes<Deps>>;
  /** Handlers of its queued jobs, named `<module>.<verb>`. */
  tasks?(deps: Deps): Readonly<Record<string, TaskHandler>>;
  /** Queries of one instant: when something of it that waits for its time is due next, later than now; null: nothing is. */
  readonly nextDue?: readonly Sql[];
  /** What it does by the clock. */
  periodic?(deps: Deps): readonly PeriodicTask[];
}

/** Names the type of the declaration. */
export function defineModule<Deps>(module: Module<Deps>): Module<Deps> {
  return module;
}

/** What all modules declare, for lists, documents and checks. */
export interface Declared<in Deps = never> {
  readonly problems: readonly ProblemType[];
  readonly events: readonly EventType[];
  readonly actions: ReadonlyMap<string, ActionDeclaration>;
  readonly capabilities: readonly Capability[];
  readonly mails: readonly MailDeclaration<Deps>[];
  readonly storedFiles: readonly string[];
  readonly sealed: readonly SealedKind<Deps>[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly waiting: readonly WaitingWork[];
  readonly figures: readonly OperatorFigure[];
  readonly nextDue: readonly Sql[];
}

/** @throws Error where two modules declare the same thing */
export function collect<Deps>(modules: readonly Module<Deps>[]): Declared<Deps> {
  return {
    problems: unique(
      modules.flatMap(({ problems = [] }) => problems),
      ({ slug }) => slug,
    ).sort(byStatus),
    events: unique(
      modules.flatMap(({ events = [] }) => events),
      ({ name }) => name,
    ),
    actions: new Map(
      unique(
        modules.flatMap(({ actions = {} }) => Object.entries(actions)),
        ([action]) => action,
      ),
    ),
    capabilities: unique(
      modules.flatMap(({ capabilities = [] }) => capabilities),
      ({ flag }) => flag,
    ),
    mails: unique(
      modules.flatMap(({ mails = [] }) => mails),
      ({ kind }) => kind,
    ),
    storedFiles: unique(
      modules.flatMap(({ storedFiles = [] }) => storedFiles),
      (kind) => kind,
    ),
    sealed: unique(
      modules.flatMap(({ sealed = [] }) => sealed),
      ({ kind }) => kind,
    ),
    tags: tagsOf(modules),
    waiting: unique(
      modules.flatMap(({ waiting = [] }) => waiting),
      ({ work }) => work,
    ),
    figures: unique(
      modules.flatMap(({ figures = [] }) => figures),
      ({ name }) => name,
    ),
    nextDue: modules.flatMap(({ nextDue = [] }) => nextDue),
  };
}

function byStatus(one: ProblemType, other: ProblemType): number {
  return one.status - other.status;
}

/** Several modules may share a tag. */
function tagsOf(modules: readonly Module[]): Declared['tags'] {
  const tags = new Map(modules.flatMap(({ tag }) => (tag ? [[tag.name, tag] as const] : [])));
  return [...tags.values()];
}

function unique<Item>(items: readonly Item[], nameOf: (item: Item) => string): Item[] {
  const names = items.map(nameOf);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new Error(`${twice} is declared twice`);
  return [...items];
}
