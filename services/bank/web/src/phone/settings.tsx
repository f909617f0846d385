import { Button, Card, formatDate, LanguageSwitch, List, ListItem, Notice, Page, ProblemNotice, useLanguage, useText } from '@trine/ui';
import { KeyRound, LogOut, Smartphone } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { Passkeys } from '../api.js';
import { useAction, useGet } from '../shared/server.js';
import { api, queries, useBank, useSession, useSignOut } from './bank.js';
import { addPasskey } from './passkey.js';
import { pushState, startPush, stopPush } from './push.js';

export function Settings() {
  const t = useText();
  const [, go] = useLocation();
  const bank = useBank();
  const phone = useSession().data?.customer?.phone_masked;
  const signOut = useSignOut();
  return (
    <Page title={t({ th: 'ตั้งค่า', en: 'Settings' })} onBack={() => go('/services')}>
      <Card title={t({ th: 'ภาษา', en: 'Language' })}><LanguageSwitch /></Card>
      {bank.passkeys && <PasskeySettings />}
      {bank.web_push_key && <PushSettings vapidKey={bank.web_push_key} />}
      <List><ListItem icon={Smartphone} title={t({ th: 'เครื่องนี้', en: 'This device' })} detail={phone} /></List>
      {signOut.problem && <ProblemNotice problem={signOut.problem} />}
      <Button kind="secondary" busy={signOut.busy} onClick={() => { signOut.run(undefined); go('/'); }}><LogOut aria-hidden size={20} /> {t({ th: 'ออกจากระบบ', en: 'Sign out' })}</Button>
    </Page>
  );
}

function PasskeySettings() {
  const t = useText();
  const { language } = useLanguage();
  const passkeys = useGet<Passkeys>(api, '/passkeys');
  const refresh = () => { passkeys.again(); void queries.invalidateQueries({ queryKey: ['/session'] }); };
  const add = useAction(addPasskey, refresh);
  const remove = useAction((id: string) => api.send('DELETE', `/passkeys/${encodeURIComponent(id)}`), refresh);
  const problem = add.problem ?? remove.problem;
  return (
    <Card title={t({ th: 'พาสคีย์', en: 'Passkeys' })}>
      <p className="muted">{t({ th: 'เข้าสู่ระบบและยืนยันรายการด้วยลายนิ้วมือหรือใบหน้าของเครื่องแทน PIN', en: 'Sign in and confirm with the fingerprint or face of this device in place of the PIN' })}</p>
      {passkeys.data?.passkeys.map((each) => (
        <div className="row" key={each.id}><KeyRound aria-hidden size={20} /><span className="grow">{t({ th: 'เพิ่มเมื่อ {date}', en: 'Added {date}' }, { date: formatDate(each.created_at, language) })}</span><Button wide={false} kind="quiet" busy={remove.busy} onClick={() => remove.run(each.id)}>{t({ th: 'ลบ', en: 'Remove' })}</Button></div>
      ))}
      {'PublicKeyCredential' in window
        ? <Button kind="secondary" busy={add.busy} onClick={() => add.run(undefined)}>{t({ th: 'เพิ่มพาสคีย์', en: 'Add a passkey' })}</Button>
        : <Notice>{t({ th: 'เบราว์เซอร์นี้ไม่รองรับพาสคีย์', en: 'This browser has no passkeys' })}</Notice>}
      {problem && <ProblemNotice problem={problem} />}
    </Card>
  );
}

function PushSettings({ vapidKey }: { vapidKey: string }) {
  const t = useText();
  const [state, setState] = useState<'on' | 'off' | 'denied' | 'impossible'>();
  useEffect(() => { void pushState().then(setState); }, []);
  const change = useAction((on: boolean) => (on ? startPush(vapidKey) : stopPush()), setState);
  return (
    <Card title={t({ th: 'การแจ้งเตือนบนเครื่อง', en: 'Notifications on this device' })}>
      {state === 'impossible' ? <p className="muted">{t({ th: 'เบราว์เซอร์นี้รับการแจ้งเตือนไม่ได้ ท่านยังดูได้ที่รูปกระดิ่ง', en: 'This browser cannot get notifications; you still see them behind the bell' })}</p>
        : state === 'denied' ? <Notice kind="warn" title={t({ th: 'การแจ้งเตือนถูกปิดในเบราว์เซอร์', en: 'Notifications are blocked in the browser' })}>{t({ th: 'อนุญาตการแจ้งเตือนในการตั้งค่าของเบราว์เซอร์ แล้วเปิดหน้านี้ใหม่', en: 'Allow them in the settings of the browser, then open this page again' })}</Notice>
          : (
            <label className="switch"><span>{t({ th: 'แจ้งเตือนแม้ไม่ได้เปิดแอป', en: 'Notify me when the app is closed' })}</span><input type="checkbox" role="switch" checked={state === 'on'} disabled={state === undefined || change.busy} onChange={(event) => change.run(event.target.checked)} /></label>
          )}
      {change.problem && <ProblemNotice problem={change.problem} />}
    </Card>
  );
}
