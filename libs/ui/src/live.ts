import { useEffect, useRef } from 'react';

const AGAIN_MS = 3000;

/**
 * Server-sent events of `url` while mounted, by name. The browser resumes a broken connection by itself; one that the server
 * refused, as while it restarts, is opened anew. `onReconnect` is for what may have been missed meanwhile.
 */
export function useServerEvents(url: string | undefined, handlers: Readonly<Record<string, (data: unknown) => void>>, onReconnect?: () => void): void {
  const latest = useRef({ handlers, onReconnect });
  useEffect(() => { latest.current = { handlers, onReconnect }; });
  const names = Object.keys(handlers).sort().join(',');
  useEffect(() => {
    if (!url) return;
    let lost = false;
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout>;
    const open = () => {
      source = new EventSource(url);
      source.addEventListener('error', () => {
        lost = true;
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS);
      });
      source.addEventListener('open', () => {
        if (lost) latest.current.onReconnect?.();
        lost = false;
      });
      for (const name of names.split(',')) {
        source.addEventListener(name, (event) => latest.current.handlers[name]?.(JSON.parse((event as MessageEvent<string>).data)));
      }
    };
    open();
    return () => { clearTimeout(timer); source.close(); };
  }, [url, names]);
}
