import { useEffect, useRef } from 'react';

/**
 * Server-sent events of `url` while mounted, by name. The browser reconnects and resumes by itself; `onReconnect` is for
 * what may have been missed while the server was away.
 */
export function useServerEvents(url: string | undefined, handlers: Readonly<Record<string, (data: unknown) => void>>, onReconnect?: () => void): void {
  const latest = useRef({ handlers, onReconnect });
  useEffect(() => { latest.current = { handlers, onReconnect }; });
  const names = Object.keys(handlers).sort().join(',');
  useEffect(() => {
    if (!url) return;
    let lost = false;
    const source = new EventSource(url);
    source.addEventListener('error', () => { lost = true; });
    source.addEventListener('open', () => {
      if (lost) latest.current.onReconnect?.();
      lost = false;
    });
    for (const name of names.split(',')) {
      source.addEventListener(name, (event) => latest.current.handlers[name]?.(JSON.parse((event as MessageEvent<string>).data)));
    }
    return () => source.close();
  }, [url, names]);
}
