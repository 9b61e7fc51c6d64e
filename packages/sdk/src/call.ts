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
export interface Page<Entry> {
  readonly data: readonly Entry[];
}

/** Gets the page behind one; undefined where there is none. */
export type NextPage<Entries> = (page: Entries) => Promise<Entries | undefined>;

/** One page when awaited; all entries, page after page, by `for await`. Leaving the loop ends the fetching. */
export class Listing<Entry, Entries extends Page<Entry> = Page<Entry>>
  extends Call<Entries>
  implements AsyncIterable<Entry>
{
  readonly #next: NextPage<Entries>;

  constructor(answered: Promise<Answered<Entries>>, next: NextPage<Entries>) {
    super(answered);
    this.#next = next;
  }

  /** Page after page; a page may be empty and not the last. */
  async *pages(): AsyncGenerator<Entries, void, undefined> {
    for (let page: Entries | undefined = await this; page; page = await this.#next(page)) yield page;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Entry, void, undefined> {
    for await (const page of this.pages()) yield* page.data;
  }
}
