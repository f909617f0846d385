import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { PUSH_WORKER_FILE } from '../src/index.js';

const ORIGIN = 'https://bank.example';

interface Shown {
  title: string;
  tag: string;
  silent: boolean;
  data: { link?: string };
  close(): void;
}

/** A browser as far as the worker sees it. `page` answers the worker's offer of a link, or is silent. */
function browser(page?: { url: string; answers: boolean }) {
  const handlers: Record<string, (event: object) => void> = {};
  const remembered = new Set<string>();
  const visible: Shown[] = [];
  const sounds: string[] = [];
  const opened: string[] = [];
  const went: string[] = [];
  const cache = {
    match: async (key: string) => remembered.has(key),
    put: async (key: string) => void remembered.add(key),
    keys: async () => [...remembered],
    delete: async (key: string) => remembered.delete(key),
  };
  const window = page && {
    url: page.url,
    focus: async () => void went.push('focus'),
    navigate: async (url: string) => void went.push(url),
    postMessage: ({ link }: { link: string }, [port]: { postMessage(data: unknown): void }[]) => {
      went.push(`offered ${link}`);
      if (page.answers) port!.postMessage('taken');
    },
  };
  const self = {
    location: { origin: ORIGIN },
    addEventListener: (type: string, handler: (event: object) => void) => (handlers[type] = handler),
    registration: {
      getNotifications: async ({ tag }: { tag: string }) => visible.filter((each) => each.tag === tag),
      showNotification: async (title: string, options: Omit<Shown, 'title' | 'close'>) => {
        const at = visible.findIndex(({ tag }) => tag === options.tag);
        if (at >= 0) visible.splice(at, 1);
        const shown = { title, ...options, close: () => void visible.splice(visible.indexOf(shown), 1) };
        visible.push(shown);
        if (!options.silent) sounds.push(options.tag);
      },
    },
    clients: { matchAll: async () => (window ? [window] : []), openWindow: async (url: string) => void opened.push(url) },
  };
  class Port {
    onmessage: ((event: object) => void) | undefined;
    other: Port | undefined;
    postMessage(data: unknown) {
      this.other?.onmessage?.({ data });
    }
  }
  class Channel {
    port1 = new Port();
    port2 = new Port();
    constructor() {
      this.port2.other = this.port1;
    }
  }
  runInNewContext(readFileSync(PUSH_WORKER_FILE, 'utf8'), {
    self, caches: { open: async () => cache }, URL, Response, MessageChannel: Channel, setTimeout: (f: () => void) => setImmediate(f),
  });
  const happens = async (type: string, event: object): Promise<void> => {
    let work: Promise<unknown> | undefined;
    handlers[type]!({ ...event, waitUntil: (w: Promise<unknown>) => (work = w) });
    await work;
  };
  return {
    visible, sounds, opened, went, remembered,
    receives: (payload: object) => happens('push', { data: { json: () => payload } }),
    clicks: (link?: string) => happens('notificationclick', { notification: { data: { link }, close: () => undefined } }),
  };
}

describe('GN-14 the service worker', () => {
  const pushed = { id: 'a', title: 'Title', body: 'Body', lang: 'th', link: '/requests/1' };

  test('shows a notification once, though it is pushed again', async () => {
    const phone = browser();
    await phone.receives(pushed);
    await phone.receives(pushed);
    expect(phone.visible).toMatchObject([{ title: 'Title', tag: 'a', data: { link: '/requests/1' } }]);
    expect(phone.sounds).toEqual(['a']);
  });

  test('does not bring back what the person has closed', async () => {
    const phone = browser();
    await phone.receives(pushed);
    phone.visible[0]!.close();
    await phone.receives(pushed);
    expect(phone.visible).toEqual([]);
  });

  test('remembers a limited number of them', async () => {
    const phone = browser();
    for (let i = 0; i < 210; i++) await phone.receives({ ...pushed, id: String(i) });
    expect(phone.remembered.size).toBe(200);
  });

  test('opens the app at the link', async () => {
    const phone = browser();
    await phone.clicks('/requests/1?a=b');
    await phone.clicks();
    await phone.clicks('https://elsewhere.example/');
    expect(phone.opened).toEqual([`${ORIGIN}/requests/1?a=b`, `${ORIGIN}/`]);
  });

  test('focuses the app where it is open, and lets the page go to the link', async () => {
    const phone = browser({ url: `${ORIGIN}/home`, answers: true });
    await phone.clicks('/requests/1');
    expect([phone.went, phone.opened]).toEqual([['focus', 'offered /requests/1'], []]);
  });

  test('navigates a page that does not answer', async () => {
    const phone = browser({ url: `${ORIGIN}/home`, answers: false });
    await phone.clicks('/requests/1');
    expect(phone.went).toEqual(['focus', 'offered /requests/1', `${ORIGIN}/requests/1`]);
  });
});
