/** The answer with a body that says when it ends: read to its end, cancelled or broken. */
export function untilRead(response: Response, ended: () => void): Response {
  const reader = response.body?.getReader();
  if (!reader) {
    ended();
    return response;
  }
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
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
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  const { status, statusText, headers, url } = response;
  // Only what fetch made has an address of its own.
  return Object.defineProperty(new Response(body, { status, statusText, headers }), 'url', { value: url });
}
