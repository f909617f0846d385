import { api } from './bank.js';

export type PushState = 'on' | 'off' | 'denied' | 'impossible';

const WORKER = '/push-worker.js';

export async function pushState(): Promise<PushState> {
  if (!('serviceWorker' in navigator) || !('PushManager' in window)) return 'impossible';
  if (Notification.permission === 'denied') return 'denied';
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  return (await registration?.pushManager.getSubscription()) ? 'on' : 'off';
}

/** Asks the person, then the browser's push service, then tells the bank. */
export async function startPush(vapidKey: string): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return pushState();
  await navigator.serviceWorker.register(WORKER);
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: vapidKey });
  await api.send('POST', '/push-subscriptions', subscription.toJSON());
  return 'on';
}

export async function stopPush(): Promise<PushState> {
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  const subscription = await registration?.pushManager.getSubscription();
  if (subscription) {
    await api.send('DELETE', '/push-subscriptions', { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
  }
  return 'off';
}

/** A tap on a pushed notification while the app is open: the worker offers the link, the app goes there. */
export function onPushTap(go: (link: string) => void): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  const take = (event: MessageEvent<{ type?: string; link?: string }>) => {
    if (event.data.type !== 'open' || !event.data.link?.startsWith('/')) return;
    event.ports[0]?.postMessage('taken');
    go(event.data.link);
  };
  navigator.serviceWorker.addEventListener('message', take);
  return () => navigator.serviceWorker.removeEventListener('message', take);
}
