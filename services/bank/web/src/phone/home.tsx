import { Bell, BottomNav, Card, List, ListItem, Notice, Page, useText, type Text } from '@trine/ui';
import { BadgeCheck, ClipboardCheck, Grid2x2, History, House, Settings, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useBank, useNdid, useNotifications, useRequests, useSession } from './bank.js';
import { RequestItem } from './request-list.js';

/** The bell of every main page. */
export function TheBell() {
  const [, go] = useLocation();
  return <Bell unread={useNotifications().data?.unread ?? 0} onPress={() => go('/notifications')} />;
}

/** A main page: bell at the top right, the four main places at the bottom. */
export function MainPage({ title, children, brand }: { title: ReactNode; children: ReactNode; brand?: boolean }) {
  const t = useText();
  const [place, go] = useLocation();
  const waiting = useOpenRequests().length;
  const item = (label: Text, icon: typeof House, to: string, badge?: number) => ({ label: t(label), icon, current: place === to, onPress: () => go(to), ...(badge && { badge }) });
  return (
    <div className="main-page">
      <Page title={title} brand={brand ?? false} bar={<TheBell />}>{children}</Page>
      <BottomNav items={[
        item({ th: 'หน้าหลัก', en: 'Home' }, House, '/'),
        item({ th: 'คำขอ', en: 'Requests' }, ClipboardCheck, '/requests', waiting),
        item({ th: 'ประวัติ', en: 'History' }, History, '/history'),
        item({ th: 'บริการอื่น', en: 'Other services' }, Grid2x2, '/services'),
      ]} />
    </div>
  );
}

export const OPEN_STEPS = ['REGISTRATION_NEEDED', 'DETAIL', 'PHOTO_TERMS', 'PHOTO', 'COMPARING', 'CONSENT', 'SENDING'];

export function useOpenRequests() {
  return (useRequests().data?.requests ?? []).filter(({ step }) => OPEN_STEPS.includes(step));
}

export function Home() {
  const t = useText();
  const [, go] = useLocation();
  const bank = useBank();
  const name = useSession().data?.customer?.name;
  const status = useNdid().data?.status;
  const open = useOpenRequests();
  const tile = (icon: typeof House, label: Text, to: string, detail?: string) => {
    const Icon = icon;
    return <button type="button" className="tile" onClick={() => go(to)}><span className="tile-icon"><Icon aria-hidden size={26} /></span><span className="tile-label">{t(label)}</span>{detail && <span className="tile-detail">{detail}</span>}</button>;
  };
  return (
    <MainPage title={t(bank.short_name)} brand>
      <section className="greeting">
        <p className="muted">{t({ th: 'สวัสดี', en: 'Hello' })}</p>
        <h2>{name ? t(name) : '\u00a0'}</h2>
      </section>
      {open.length > 0 && (
        <section className="stack-small">
          <h2>{t({ th: 'รอการยืนยันตัวตน', en: 'Waiting for you' })}</h2>
          <List>{open.slice(0, 2).map((each) => <RequestItem key={each.id} request={each} />)}</List>
        </section>
      )}
      <section className="tiles" aria-label={t({ th: 'บริการ', en: 'Services' })}>
        {tile(BadgeCheck, { th: 'บริการ NDID', en: 'NDID service' }, '/ndid', status === undefined ? '\u00a0' : t(status === 'REGISTERED' ? { th: 'ลงทะเบียนแล้ว', en: 'Registered' } : status === 'CANCELLING' ? { th: 'กำลังยกเลิก', en: 'Cancelling' } : { th: 'ยังไม่ได้ลงทะเบียน', en: 'Not registered' }))}
        {tile(ClipboardCheck, { th: 'คำขอยืนยันตัวตน', en: 'Verification requests' }, '/requests', t({ th: '{n} รายการ', en: '{n} waiting' }, { n: open.length }))}
        {tile(History, { th: 'ประวัติการให้ข้อมูล', en: 'What I disclosed' }, '/history')}
        {tile(Grid2x2, { th: 'บริการอื่น', en: 'Other services' }, '/services')}
      </section>
      <Notice title={t({ th: 'ระวังมิจฉาชีพ', en: 'Beware of fraud' })}>{t({ th: 'ยืนยันตัวตนเฉพาะบริการที่ท่านสมัครด้วยตนเองเท่านั้น ธนาคารไม่ขอ PIN หรือ OTP ทางโทรศัพท์', en: 'Verify your identity only for a service you yourself applied for. The bank never asks for your PIN or OTP by phone.' })}</Notice>
    </MainPage>
  );
}

/** “บริการอื่น” (KB-30). */
export function OtherServices() {
  const t = useText();
  const [, go] = useLocation();
  const bank = useBank();
  return (
    <MainPage title={t({ th: 'บริการอื่น', en: 'Other services' })}>
      <List>
        <ListItem icon={ShieldCheck} title={t({ th: 'บริการ NDID', en: 'NDID service' })} detail={t({ th: 'บริการยืนยันตัวตนรูปแบบดิจิทัล', en: 'Digital identity verification service' })} onPress={() => go('/ndid')} />
        <ListItem icon={History} title={t({ th: 'ประวัติการให้ข้อมูล', en: 'What I disclosed' })} detail={t({ th: 'และใบรับรองการให้ความยินยอม', en: 'With a receipt of each consent' })} onPress={() => go('/history')} />
        <ListItem icon={Settings} title={t({ th: 'ตั้งค่า', en: 'Settings' })} detail={t({ th: 'ภาษา พาสคีย์ การแจ้งเตือน', en: 'Language, passkeys, notifications' })} onPress={() => go('/settings')} />
      </List>
      <Card title={t({ th: 'ติดต่อธนาคาร', en: 'Contact the bank' })}><p><a href={`tel:${bank.hotline.replace(/[^\d+]/g, '')}`}>{bank.hotline}</a></p></Card>
    </MainPage>
  );
}
