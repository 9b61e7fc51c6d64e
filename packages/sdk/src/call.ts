import type { Pagination } from './generated/schemas.ts';

/** What came, and how. The body of `response` has been read, unless it is what came. */
export interface Answered<Result> {
  readonly data: Result;
  /** For status and headers: `Idempotent-Replayed`, `Location`, `X-RateLimit-Remaining`, ... */
  readonly response: Response;
}

/** A call that is under way: a promise of what it answers with. */
export class Call<Result> extends Promise<Result> {
  /** What `then` makes is a promise like any other. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  readonly #answered: Promise<Answered<Result>>;

  constructor(answered: Promise<Answered<Result>>) {
    super((resolve, reject) => void answered.then(({ data }) => resolve(data), reject));
    this.#answered = answered;
  }

  /** The answer with its response, for status and headers. Makes no second call. */
  withResponse(): Promise<Answered<Result>> {
    // Whoever asks this way hears of a failure this way.
    this.catch(() => undefined);
    return this.#answered;
  }
}

/** Entries, with what leads on from them. */
export interface Entries<Entry> {
  readonly data: readonly Entry[];
}

export interface Page<Entry> extends Entries<Entry> {
  readonly pagination: Pagination;
}

/** How a listing is asked: for one page, or for all, page after page. */
export interface ListingSource<Shown> {
  ask(): Promise<Answered<Shown>>;
  walk(): AsyncGenerator<Shown, void, undefined>;
}

/** One page when awaited; all entries, page after page, by `for await`. Leaving the loop ends the fetching. Nothing is asked before. */
export class Listing<Entry, Shown extends Entries<Entry> = Page<Entry>>
  extends Call<Shown>
  implements AsyncIterable<Entry>
{
  readonly #start: () => void;
  readonly #source: ListingSource<Shown>;

  constructor(source: ListingSource<Shown>) {
    let start = (): void => undefined;
    super(new Promise((resolve) => (start = () => resolve(source.ask()))));
    this.#source = source;
    let isStarted = false;
    this.#start = () => {
      if (!isStarted) start();
      isStarted = true;
    };
  }

  override withResponse(): Promise<Answered<Shown>> {
    this.#start();
    return super.withResponse();
  }

  // oxlint-disable-next-line unicorn/no-thenable -- it is a promise, and asks only when it is awaited
  override then<Then = Shown, Else = never>(
    onFulfilled?: ((page: Shown) => Then | PromiseLike<Then>) | null,
    onRejected?: ((reason: unknown) => Else | PromiseLike<Else>) | null,
  ): Promise<Then | Else> {
    this.#start();
    return super.then(onFulfilled, onRejected);
  }

  /** Page after page; a page may be empty and not the last. */
  pages(): AsyncGenerator<Shown, void, undefined> {
    return this.#source.walk();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Entry, void, undefined> {
    for await (const page of this.pages()) yield* page.data;
  }
}
