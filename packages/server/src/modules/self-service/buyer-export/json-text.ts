/** A member without a value is left out (contract 2.1). */
function withoutNulls(_name: string, value: unknown): unknown {
  return value ?? undefined;
}

export function jsonText(value: object): string {
  return `${JSON.stringify(value, withoutNulls, 2)}\n`;
}

/** An array of any length, with the memory of one of its items. */
export async function* jsonArray(items: AsyncIterable<object> | Iterable<object>): AsyncGenerator<string> {
  let isFirst = true;
  yield '[';
  for await (const item of items) {
    yield `${isFirst ? '' : ','}\n${JSON.stringify(item, withoutNulls)}`;
    isFirst = false;
  }
  yield '\n]\n';
}
