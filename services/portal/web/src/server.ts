import { ApiError, HttpApi, problemOf, type Problem } from '@trine/ui';
import { QueryClient, useMutation, useQuery } from '@tanstack/react-query';
import type { Application, Banks, PortalInfo, Session } from './api.js';

export const api = new HttpApi(async (get) => (await get<Session>('/session')).csrf_token);

/** What the server refuses is an answer; only what it could not answer is asked again. */
export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 60_000, retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status !== 0), refetchOnWindowFocus: true } },
});

export interface Answer<T> { data: T | undefined; problem: Problem | undefined; again(): void }

function useGet<T>(path: string, read: (path: string) => Promise<T> = (path) => api.get<T>(path)): Answer<T> {
  const { data, error, refetch } = useQuery({ queryKey: [path], queryFn: () => read(path) });
  return { data, problem: error ? problemOf(error) : undefined, again: () => void refetch() };
}

export const usePortalInfo = (): Answer<PortalInfo> => useGet('/portal');
export const useSession = (): Answer<Session> => useGet('/session');
const pathOf = (id: string): string => `/applications/${encodeURIComponent(id)}`;
export const useApplication = (id: string): Answer<Application> => useGet(pathOf(id), async (path) => newer(await api.get<Application>(path)));
export const eventsOf = (id: string): string => `/api${pathOf(id)}/events`;

/** Newer news of an application wins, whichever way it came: an answer may arrive after the event that outdates it. */
function newer(application: Application): Application {
  const known = queries.getQueryData<Application>([pathOf(application.id)]);
  return known && known.version > application.version ? known : application;
}

export function keep(application: Application): void {
  setClock(application.now);
  queries.setQueryData<Application>([pathOf(application.id)], newer(application));
  void queries.invalidateQueries({ queryKey: ['/session'] });
}

export const refresh = (id: string): void => void queries.invalidateQueries({ queryKey: [pathOf(id)] });

/** The banks for a citizen number, which is never part of an address and is forgotten with the page. */
export function useBanks(citizenId: string): Answer<Banks> {
  const { data, error, refetch } = useQuery({ queryKey: ['/banks', citizenId], queryFn: () => api.send<Banks>('POST', '/banks', { citizen_id: citizenId }), staleTime: 30_000, gcTime: 0 });
  return { data, problem: error ? problemOf(error) : undefined, again: () => void refetch() };
}

/** Something that the person does, with what went wrong about it. */
export function useAction<I>(act: (input: I) => Promise<Application>, then: (application: Application) => void = () => undefined): { run(input: I): void; busy: boolean; problem: Problem | undefined } {
  const { mutate, isPending, error } = useMutation({ mutationFn: act, onSuccess: (application) => { keep(application); then(application); } });
  return { run: (input) => mutate(input), busy: isPending, problem: error ? problemOf(error) : undefined };
}

export const act = (id: string, what: 'cancel' | 'retry'): Promise<Application> => api.send('POST', `${pathOf(id)}/${what}`);

/** Milliseconds that the portal's clock is ahead of this device's: times left are the portal's. */
let offsetMs = 0;
export const clockOffset = (): number => offsetMs;
export function setClock(now: string): void {
  offsetMs = Date.parse(now) - Date.now();
}
