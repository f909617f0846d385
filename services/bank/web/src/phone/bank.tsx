import { Button, Page, ProblemNotice, Skeleton, useText, type Problem } from '@trine/ui';
import type { QueryFilters } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Bank, Enrolment, NdidStatus, Notifications, RequestDetail, Requests, Session } from '../api.js';
import { connect, useAction, useGet, type Answer } from '../shared/server.js';

export const { api, queries } = connect('/session');

export const useSession = () => useGet<Session>(api, '/session');
export const useNdid = () => useGet<NdidStatus>(api, '/ndid');
export const useRequests = () => useGet<Requests>(api, '/requests');
export const useRequest = (id: string) => useGet<RequestDetail>(api, `/requests/${encodeURIComponent(id)}`);
export const useNotifications = () => useGet<Notifications>(api, '/notifications');

/** The bank itself, read once before anything is shown. */
export function useBank(): Bank {
  const { data } = useGet<Bank>(api, '/bank');
  if (!data) throw new Error('the bank is read before the app is shown');
  return data;
}

/** Milliseconds that the bank's clock is ahead of this device's: hours and times left are the bank's (GN-06). */
let clockOffsetMs = 0;
export const clockOffset = () => clockOffsetMs;
export function setClock(now: string): void {
  clockOffsetMs = new Date(now).getTime() - Date.now();
}

export function keepSession(session: Session): void {
  api.setToken(session.csrf_token);
  queries.setQueryData(['/session'], session);
}

/** Asks anew. An answer that is still on its way may be from before, so it doesn't count; a first one, too. */
export function askAgain(filters: QueryFilters): void {
  void queries.cancelQueries(filters);
  void queries.invalidateQueries(filters);
}

/** Keeps what an event or a reply brought. An answer that is still on its way may be older than this, so it is asked for anew. */
export function keep<T>(path: string, change: (known: T | undefined) => T | undefined): void {
  const asked = queries.isFetching({ queryKey: [path] }) > 0;
  // In this order, because cancelling puts back what was known before the question.
  if (asked) void queries.cancelQueries({ queryKey: [path] });
  queries.setQueryData<T>([path], change);
  if (asked) void queries.invalidateQueries({ queryKey: [path] });
}

export function keepRequest(request: RequestDetail): void {
  keep(`/requests/${encodeURIComponent(request.id)}`, () => request);
  void queries.invalidateQueries({ queryKey: ['/requests'] });
}

export function keepEnrolment(enrolment: Enrolment): void {
  keep(`/ndid/enrolments/${encodeURIComponent(enrolment.id)}`, () => enrolment);
  void queries.invalidateQueries({ queryKey: ['/ndid'] });
}

export const useSignOut = () => useAction(() => api.send<Session | undefined>('DELETE', '/session'), () => {
  queries.removeQueries({ predicate: ({ queryKey: [path] }) => path !== '/bank' && path !== '/session' });
  void queries.invalidateQueries({ queryKey: ['/session'] });
});

/** What is shown of an answer: its shape while it loads, why it failed and the way on, or the content. */
export function Loaded<T>({ answer, children, lines = 3 }: { answer: Answer<T>; children(data: T): ReactNode; lines?: number }) {
  if (answer.data !== undefined) return children(answer.data);
  return answer.problem ? <Failure problem={answer.problem} onRetry={answer.again} /> : <Skeleton kind="list" lines={lines} />;
}

/** A failure with the buttons that lead on (GN-10). `onRetry` is for what can be done again here. */
export function Failure({ problem, onRetry, onClose }: { problem: Problem; onRetry?: (() => void) | undefined; onClose?: (() => void) | undefined }) {
  const t = useText();
  const [, go] = useLocation();
  const bank = useBank();
  const close = onClose ?? (() => go('/ndid'));
  const closing = <Button kind="secondary" onClick={close}>{t({ th: 'ปิด', en: 'Close' })}</Button>;
  const retrying = onRetry && <Button onClick={onRetry}>{problem.action === 'RETAKE' ? t({ th: 'ถ่ายใหม่', en: 'Retake' }) : t({ th: 'ลองใหม่', en: 'Try again' })}</Button>;
  switch (problem.action) {
    case 'CONTACT_BANK':
      return <ProblemNotice problem={problem}><a className="button button-primary button-wide" href={`tel:${bank.hotline.replace(/[^\d+]/g, '')}`}>{t({ th: 'ติดต่อธนาคาร {hotline}', en: 'Contact the bank {hotline}' }, { hotline: bank.hotline })}</a>{closing}</ProblemNotice>;
    case 'GET_KPLUS':
      return <ProblemNotice problem={problem}><Button onClick={() => { onClose?.(); go('/'); }}>{t({ th: 'สมัคร {app}', en: 'Get {app}' })}</Button>{closing}</ProblemNotice>;
    case 'SHOW_REGISTRATION':
      return <ProblemNotice problem={problem}><Button onClick={() => go('/ndid/registration')}>{t({ th: 'ดูรายละเอียดการลงทะเบียน', en: 'See the registration details' })}</Button>{closing}</ProblemNotice>;
    case 'GO_TO_POINT':
      return <ProblemNotice problem={problem}><Button onClick={() => go('/ndid/points')}>{t({ th: 'ดูจุดยืนยันตัวตน', en: 'See the verification points' })}</Button>{closing}</ProblemNotice>;
    case 'SIGN_IN':
      return <ProblemNotice problem={problem}><Button onClick={() => void queries.invalidateQueries({ queryKey: ['/session'] })}>{t({ th: 'เข้าสู่ระบบ', en: 'Sign in' })}</Button></ProblemNotice>;
    case 'CLOSE':
      return <ProblemNotice problem={problem}>{closing}</ProblemNotice>;
    default:
      return <ProblemNotice problem={problem}>{retrying}{(!retrying || onClose) && closing}</ProblemNotice>;
  }
}

/** A failure that takes the whole page. */
export function FailurePage({ title, problem, onRetry, onClose }: { title: string; problem: Problem; onRetry?: () => void; onClose?: () => void }) {
  return <Page title={title} onBack={onClose}><Failure problem={problem} onRetry={onRetry} onClose={onClose} /></Page>;
}
