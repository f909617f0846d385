import { ApiError, HttpApi, problemOf, type Problem } from '@trine/ui';
import { MutationCache, QueryCache, QueryClient, useMutation, useQuery } from '@tanstack/react-query';

/** What the app knows of the server. One client for one page: each of the three pages has a session of its own. */
export interface Server { api: HttpApi; queries: QueryClient }

/**
 * @param session where the CSRF token and the state of the session are read; a refusal because nobody is signed in reads it
 * anew, which brings the sign-in page up.
 */
export function connect(session: string): Server {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.problem.action === 'SIGN_IN') void queries.invalidateQueries({ queryKey: [session] });
  };
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // A refusal stays a refusal; only what never reached the bank is worth a second try by itself.
      queries: { staleTime: 15_000, retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status === 503), retryDelay: 800, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
  const api = new HttpApi(async (get) => (await get<{ csrf_token: string }>(session)).csrf_token);
  return { api, queries };
}

export interface Action<Input> { run(input: Input): void; busy: boolean; problem: Problem | undefined; reset(): void }

/** One thing a person does at the server: under way or not, and why it failed. A second press while under way does nothing. */
export function useAction<Input, Reply>(act: (input: Input) => Promise<Reply>, onDone?: (reply: Reply, input: Input) => void): Action<Input> {
  const mutation = useMutation({ mutationFn: act, ...(onDone && { onSuccess: onDone }) });
  return {
    run: (input) => { if (!mutation.isPending) mutation.mutate(input); },
    busy: mutation.isPending,
    problem: mutation.error ? problemOf(mutation.error) : undefined,
    reset: mutation.reset,
  };
}

export interface Answer<T> { data: T | undefined; problem: Problem | undefined; again(): void }

export function useGet<T>(api: HttpApi, path: string, options: { enabled?: boolean; everyMs?: number } = {}): Answer<T> {
  const query = useQuery({ queryKey: [path], queryFn: () => api.get<T>(path), ...(options.enabled !== undefined && { enabled: options.enabled }), ...(options.everyMs && { refetchInterval: options.everyMs }) });
  return { data: query.data, problem: query.error && query.data === undefined ? problemOf(query.error) : undefined, again: () => void query.refetch() };
}
