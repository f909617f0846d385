import { useEffect, useRef } from 'react';

const AGAIN_MS = 3000;

/**
 * Server-sent events of `url` while mounted, by name. The browser resumes a broken connection by itself; one that the server
 * refused, as while it restarts, is opened anew. `onOpen`, at the first time too, is for reading what happened before.
 */
export function useServerEvents(url: string | undefined, handlers: Readonly<Record<string, (data: unknown) => void>>, onOpen?: () => void): void {
  const latest = useRef({ handlers, onOpen });
  useEffect(() => { latest.current = { handlers, onOpen }; });
  const names = Object.keys(handlers).sort().join(',');
  useEffect(() => {
    if (!url) return;
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout>;
    const open = () => {
      source = new EventSource(url);
      source.addEventListener('error', () => {
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS);
      });
      source.addEventListener('open', () => latest.current.onOpen?.());
      for (const name of names.split(',')) {
        source.addEventListener(name, (event) => latest.current.handlers[name]?.(JSON.parse((event as MessageEvent<string>).data)));
      }
    };
    open();
    return () => { clearTimeout(timer); source.close(); };
  }, [url, names]);
}
