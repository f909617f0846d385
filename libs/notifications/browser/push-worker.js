/* Service worker of an app that receives Web Push from @trine/notifications. No dependencies; serve it at /push-worker.js. */

const SHOWN = 'trine-notifications-shown';
/** How many ids are remembered to drop repeats. */
const SHOWN_COUNT_MAX = 200;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  if (event.data) event.waitUntil(show(event.data.json()));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.link));
});

/** A notification may be pushed more than once and is shown once: a repeat makes no sound and does not come back after it was closed. */
async function show({ id, title, body, link, lang }) {
  const repeated = await seen(id);
  const visible = (await self.registration.getNotifications({ tag: id })).length > 0;
  // Browsers want every push to show something, so a repeat is shown, silently, and closed.
  await self.registration.showNotification(title, { body, lang, tag: id, silent: repeated, data: { link } });
  if (repeated && !visible) for (const shown of await self.registration.getNotifications({ tag: id })) shown.close();
}

/** Remembers an id in the cache storage, which outlives the worker. */
async function seen(id) {
  const cache = await caches.open(SHOWN);
  const key = new URL(`/.shown/${encodeURIComponent(id)}`, self.location.origin).href;
  if (await cache.match(key)) return true;
  await cache.put(key, new Response());
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - SHOWN_COUNT_MAX)).map((old) => cache.delete(old)));
  return false;
}

/** Focuses the app where it is open, at `link`; opens it where it is not. Never another site. */
async function open(link) {
  const url = new URL(link ?? '/', self.location.origin);
  if (url.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = windows.find((each) => each.url === url.href) ?? windows.find((each) => new URL(each.url).origin === url.origin);
  if (!there) return void (await self.clients.openWindow(url.href));
  await there.focus();
  // The page may be in the middle of something (a form, the camera), so it decides how to get there; a page that is not
  // listening would stay where it is, hence the navigation of one that is not at the link and does not answer.
  if (there.url !== url.href && !(await takes(there, url))) await there.navigate(url.href).catch(() => self.clients.openWindow(url.href));
}

/** Offers the link to the page: `navigator.serviceWorker.onmessage` with `{ type: 'open', link }` and a port to answer on. */
function takes(client, url) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(true);
    setTimeout(() => resolve(false), 500);
    client.postMessage({ type: 'open', link: url.pathname + url.search + url.hash }, [port2]);
  });
}
