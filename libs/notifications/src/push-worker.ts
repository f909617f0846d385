import { fileURLToPath } from 'node:url';

/**
 * File of the service worker that shows pushes, for an app to serve at `/push-worker.js` (`text/javascript`, no caching) and to
 * register with `navigator.serviceWorker.register('/push-worker.js')`. Clicked, a notification opens the app at its link; an open
 * page that wants to go there without loading anew answers the worker's message `{ type: 'open', link }` on `event.ports[0]`.
 */
export const PUSH_WORKER_FILE = fileURLToPath(new URL('../browser/push-worker.js', import.meta.url));
