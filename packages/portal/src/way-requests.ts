import { DefaultHttpStack, type HttpRequest, type HttpResponse, type HttpStack } from 'tus-js-client';
import { isRefusedOnTheWay } from './our-answers.ts';
import type { UploadWay } from './upload-way.ts';

const NOT_ALLOWED = 405;

/** Something between the page and the service lets no piece through. */
export class WayBlocked extends Error {
  override readonly name = 'WayBlocked';
}

/** Requests that turn into POST where another method is refused on the way. @throws WayBlocked where that is refused too */
export function createWayRequests(way: UploadWay): HttpStack {
  const plain = new DefaultHttpStack({});
  return {
    getName: () => 'WayRequests',
    createRequest: (method, url) => createWayRequest(plain, way, { method, url }),
  };
}

function createWayRequest(
  plain: HttpStack,
  way: UploadWay,
  { method, url }: { readonly method: string; readonly url: string },
): HttpRequest {
  const headers = new Map<string, string>();
  let onProgress: ((bytesSent: number) => void) | undefined;
  let current: HttpRequest | undefined;
  let isAborted = false;

  async function ask(asPost: boolean, body: unknown): Promise<HttpResponse> {
    current = plain.createRequest(asPost ? 'POST' : method, url);
    if (asPost) current.setHeader('X-HTTP-Method-Override', method);
    for (const [name, value] of headers) current.setHeader(name, value);
    if (onProgress) current.setProgressHandler(onProgress);
    return current.send(body);
  }

  return {
    getMethod: () => method,
    getURL: () => url,
    setHeader: (name, value) => void headers.set(name, value),
    getHeader: (name) => headers.get(name),
    setProgressHandler: (handler) => void (onProgress = handler),
    async send(body) {
      const canBePost = method !== 'POST';
      let asPost = canBePost && way.usesPost;
      let response = await ask(asPost, body);
      if (canBePost && !asPost && isRefused(response) && !isAborted) {
        asPost = true;
        response = await ask(asPost, body);
        // Learnt only where it helps.
        way.usesPost = !isRefused(response) && !isWithoutHeader(response);
      }
      if (isRefused(response) || (asPost && isWithoutHeader(response))) throw new WayBlocked('refused on the way');
      return response;
    },
    async abort() {
      isAborted = true;
      await current?.abort();
    },
    getUnderlyingObject: () => current?.getUnderlyingObject() as unknown,
  };
}

function isRefused(response: HttpResponse): boolean {
  return isRefusedOnTheWay(response.getStatus(), (name) => response.getHeader(name));
}

/** The service itself does not know what the POST is for: the header got lost on the way. */
function isWithoutHeader(response: HttpResponse): boolean {
  return response.getStatus() === NOT_ALLOWED;
}
