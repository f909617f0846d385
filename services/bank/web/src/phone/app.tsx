import { Button, inLanguage, Outcome, Page, Skeleton, TextValues, useLanguage, useServerEvents, useText } from '@trine/ui';
import { Compass } from 'lucide-react';
import { useEffect } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import type { Bank, Enrolment, NdidStatus, Notification, RequestDetail, Session } from '../api.js';
import { useGet } from '../shared/server.js';
import { AboutNdid } from './about.js';
import { api, askAgain, keep, keepEnrolment, keepRequest, keepSession, setClock, useSession } from './bank.js';
import { BindDevice, SignIn } from './device.js';
import { DisclosureHistory } from './history.js';
import { Home, OtherServices } from './home.js';
import { CancelService, NdidMenu, PointsPage, RegisterOrEdit } from './ndid.js';
import { keepNotification, NotificationList } from './notifications.js';
import { onPushTap } from './push.js';
import { Register } from './register.js';
import { RequestList } from './request-list.js';
import { RequestPage } from './request.js';
import { Settings } from './settings.js';

/** The whole phone app: who the person is decides what is shown; the address stays, so a link is followed after signing in. */
export function App() {
  const bank = useGet<Bank>(api, '/bank');
  const session = useSession();
  const { language } = useLanguage();
  const signedIn = session.data?.state === 'SIGNED_IN';
  useEffect(() => {
    if (!bank.data) return;
    setClock(bank.data.now);
    document.documentElement.style.setProperty('--brand', bank.data.theme_colour);
    document.title = bank.data.short_name[language];
  }, [bank.data, language]);
  const kept = session.data?.language;
  useEffect(() => {
    // Notifications are pushed in the language of the customer. Once for each switch, whatever becomes of it: the screen has the language anyway.
    if (signedIn && kept !== language) void api.send<Session>('PUT', '/session/language', { language }).then(keepSession, () => undefined);
  }, [signedIn, kept, language]);
  if (!bank.data || !session.data) {
    const failed = bank.problem ? bank : session;
    return failed.problem ? <Page title={inLanguage({ th: 'ระบบขัดข้อง', en: 'Not available' }, language)}><StartFailed onRetry={() => { bank.again(); session.again(); }} /></Page> : <Page title={'\u00a0'} brand><Skeleton kind="card" lines={2} /></Page>;
  }
  return <TextValues values={{ app: bank.data.short_name }}>{session.data.state === 'NO_DEVICE' ? <BindDevice /> : signedIn ? <SignedIn /> : <SignIn session={session.data} />}</TextValues>;
}

function StartFailed({ onRetry }: { onRetry(): void }) {
  const t = useText();
  return <Outcome icon={Compass} kind="warn" title={{ th: 'ระบบขัดข้องชั่วคราว กรุณาลองใหม่อีกครั้ง', en: 'The system is temporarily unavailable. Please try again.' }}><Button onClick={onRetry}>{t({ th: 'ลองใหม่', en: 'Try again' })}</Button></Outcome>;
}

function SignedIn() {
  const [place, go] = useLocation();
  useEffect(() => onPushTap(go), [go]);
  useServerEvents('/api/events', {
    notification: (data) => keepNotification(data as Notification),
    ndid: (data) => keep('/ndid', () => data as NdidStatus),
    enrolment: (data) => keepEnrolment(data as Enrolment),
    request: (data) => keepRequest(data as RequestDetail),
  }, () => askAgain({ predicate: ({ queryKey: [path] }) => path !== '/bank' && path !== '/session' }));
  return (
    <Switch key={place}>
      <Route path="/"><Home /></Route>
      <Route path="/services"><OtherServices /></Route>
      <Route path="/ndid"><NdidMenu /></Route>
      <Route path="/ndid/about"><AboutNdid /></Route>
      <Route path="/ndid/registration"><RegisterOrEdit /></Route>
      <Route path="/ndid/register"><Register /></Route>
      <Route path="/ndid/points"><PointsPage /></Route>
      <Route path="/ndid/cancel"><CancelService /></Route>
      <Route path="/requests"><RequestList /></Route>
      <Route path="/requests/:id">{({ id }) => <RequestPage id={id} />}</Route>
      <Route path="/notifications"><NotificationList /></Route>
      <Route path="/history"><DisclosureHistory /></Route>
      <Route path="/settings"><Settings /></Route>
      <Route><NotFound /></Route>
    </Switch>
  );
}

function NotFound() {
  const t = useText();
  const [, go] = useLocation();
  return <Page title={t({ th: 'ไม่พบหน้านี้', en: 'Page not found' })} onBack={() => go('/')}><Outcome icon={Compass} kind="info" title={{ th: 'ไม่พบหน้านี้', en: 'Page not found' }}><Button onClick={() => go('/')}>{t({ th: 'กลับหน้าหลัก', en: 'Back to home' })}</Button></Outcome></Page>;
}

