/** What the tus server answers with, as its library reads it. */
export class TusError extends Error {
  override readonly name = 'TusError';
  readonly status_code: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(body);
    this.status_code = status;
    this.body = body;
  }
}
