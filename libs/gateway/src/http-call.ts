import type { Dispatcher } from 'undici';

/** What came back. `tooLarge`: the body passed the limit and was not read further. */
export interface HttpReply {
  status: number;
  text: string;
  tooLarge: boolean;
}

/** One HTTP call with a JSON body or none. */
export interface HttpCall {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
  bytesMax: number;
}

/**
 * Makes an HTTP call and reads the reply whole. Rejects when no complete reply came. It sits on undici's dispatch interface: these
 * calls are most of what a gateway does, and streams for their small bodies cost more than the rest.
 */
export function httpCall(dispatcher: Dispatcher, { method, url, headers, body, bytesMax }: HttpCall): Promise<HttpReply> {
  const { origin, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    let status = 0;
    let bytes = 0;
    let tooLarge = false;
    const chunks: Buffer[] = [];
    dispatcher.dispatch(
      { origin, path: `${pathname}${search}`, method, headers, ...(body !== undefined && { body }) },
      {
        // Without it undici takes the handler for one of its older kind.
        onRequestStart: () => undefined,
        onResponseStart: (_controller, statusCode) => {
          status = statusCode;
        },
        onResponseData: (controller, chunk) => {
          bytes += chunk.length;
          if (bytes <= bytesMax) {
            chunks.push(chunk);
            return;
          }
          tooLarge = true;
          controller.abort(new Error('the reply is too large'));
        },
        onResponseEnd: () => resolve({ status, text: chunks.length === 0 ? '' : Buffer.concat(chunks).toString('utf8'), tooLarge: false }),
        onResponseError: (_controller, error) => (tooLarge ? resolve({ status, text: '', tooLarge }) : reject(error)),
      },
    );
  });
}
