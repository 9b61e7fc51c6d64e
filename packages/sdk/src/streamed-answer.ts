/** The answer with a body that says when it ends: read to its end, cancelled or broken. */
export function untilRead(response: Response, ended: () => void): Response {
  const source = response.body;
  if (!source) {
    ended();
    return response;
  }
  // Not locked before it is read: what nobody reads a runtime may then let go of with its response.
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        reader ??= source.getReader();
        const next = await reader.read().catch((error: unknown) => {
          ended();
          throw error;
        });
        if (!next.done) return controller.enqueue(next.value);
        ended();
        controller.close();
      },
      cancel(reason) {
        ended();
        // Of the response, which is held so until it is read: a runtime cancels a body whose response is collected.
        return (reader ?? response.body)?.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  const { status, statusText, headers, url } = response;
  // Only what fetch made has an address of its own.
  return Object.defineProperty(new Response(body, { status, statusText, headers }), 'url', { value: url });
}
