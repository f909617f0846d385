import { Button, Card, Facts, formatDateTime, List, ListItem, Notice, Outcome, Page, ProblemNotice, Sheet, TermsReader, useLanguage, useText, Working, type Text } from '@trine/ui';
import { BadgeCheck, CircleCheck, CircleHelp, ClipboardCheck, FilePenLine, Hourglass, Info, Landmark, MapPin, ShieldAlert, ShieldOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { NdidStatus, Registration, Terms } from '../api.js';
import { useAction, useGet } from '../shared/server.js';
import { api, Failure, Loaded, queries, useBank, useNdid } from './bank.js';
import { TheBell, useOpenRequests } from './home.js';

const STATUS: Readonly<Record<NdidStatus['status'], { text: Text; icon: typeof BadgeCheck; kind: string }>> = {
  NOT_REGISTERED: { text: { th: 'ยังไม่ได้ลงทะเบียนบริการ NDID', en: 'Not registered for NDID' }, icon: ShieldOff, kind: 'muted' },
  VERIFICATION_POINT_NEEDED: { text: { th: 'ต้องยืนยันตัวตนที่จุดยืนยันตัวตนก่อน', en: 'Verification point needed first' }, icon: ShieldAlert, kind: 'warn' },
  REGISTERED: { text: { th: 'ลงทะเบียนบริการ NDID แล้ว', en: 'Registered for NDID' }, icon: BadgeCheck, kind: 'success' },
  CANCELLING: { text: { th: 'กำลังดำเนินการยกเลิกการลงทะเบียน', en: 'Your cancellation is being processed' }, icon: Hourglass, kind: 'warn' },
};

/** The NDID menu (KB-31) with the status (KB-55 to KB-59). */
export function NdidMenu() {
  const t = useText();
  const [, go] = useLocation();
  const ndid = useNdid();
  const waiting = useOpenRequests().length;
  return (
    <Page title={t({ th: 'บริการ NDID', en: 'NDID service' })} onBack={() => go('/services')} bar={<TheBell />}>
      <Loaded answer={ndid} lines={1}>
        {({ status, registration, error }) => {
          const { text, icon: Icon, kind } = STATUS[status];
          return (
            <>
              <section className={`status status-${kind}`} aria-label={t({ th: 'สถานะ', en: 'Status' })}>
                <Icon aria-hidden size={32} />
                <div className="grow"><p className="status-text">{t(text)}</p>{registration && <p className="small">{registration.on_this_number ? registration.phone_masked : t({ th: 'กับ {app} เบอร์ {phone}', en: 'With the {app} number {phone}' }, { phone: registration.phone_masked })}</p>}</div>
              </section>
              {error && <Failure problem={error} onRetry={() => go('/ndid/registration')} />}
              {registration && <RegistrationDetails registration={registration} />}
              {status === 'NOT_REGISTERED' && <Button onClick={() => go('/ndid/registration')}>{t({ th: 'ลงทะเบียน', en: 'Register' })}</Button>}
              {status === 'VERIFICATION_POINT_NEEDED' && <Button kind="secondary" onClick={() => go('/ndid/points')}>{t({ th: 'ดูจุดยืนยันตัวตน', en: 'See the verification points' })}</Button>}
            </>
          );
        }}
      </Loaded>
      <List>
        <ListItem icon={FilePenLine} title={t({ th: 'ลงทะเบียน/แก้ไข', en: 'Register / edit' })} onPress={() => go('/ndid/registration')} />
        <ListItem icon={ClipboardCheck} title={t({ th: 'คำขอยืนยันตัวตน', en: 'Verification requests' })} end={waiting > 0 ? <span className="badge">{waiting}</span> : undefined} onPress={() => go('/requests')} />
        <ListItem icon={Info} title={t({ th: 'เกี่ยวกับบริการ NDID', en: 'About the NDID service' })} onPress={() => go('/ndid/about')} />
        <ListItem icon={CircleHelp} title={t({ th: 'คำถามที่พบบ่อย', en: 'FAQ' })} onPress={() => go('/ndid/about#faq')} />
      </List>
    </Page>
  );
}

/** “รายละเอียดการลงทะเบียน” (KB-56, KB-57). */
export function RegistrationDetails({ registration }: { registration: Registration }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Card title={registration.on_this_number ? t({ th: 'รายละเอียดการลงทะเบียน', en: 'Registration details' }) : t({ th: 'รายละเอียดการลงทะเบียนกับเบอร์ที่ท่านได้ลงทะเบียน', en: 'Registration details with the number you registered' })}>
      <Facts facts={[
        [t({ th: 'เลขประจำตัวประชาชน', en: 'Citizen number' }), registration.citizen_id_masked],
        [t({ th: 'เบอร์โทรศัพท์', en: 'Phone number' }), registration.phone_masked],
        [t({ th: 'วันและเวลาที่ลงทะเบียน', en: 'Registered at' }), formatDateTime(registration.registered_at, language)],
        [t({ th: 'ธนาคาร', en: 'Bank' }), t(registration.bank)],
        [t({ th: 'สถานะ', en: 'Status' }), t({ th: 'ลงทะเบียนแล้ว', en: 'Registered' })],
      ]} />
    </Card>
  );
}

/** “ลงทะเบียน/แก้ไข” (KB-32): the way in, or the details and “ยกเลิกบริการ” below the terms that hold (KB-71). */
export function RegisterOrEdit() {
  const t = useText();
  const [, go] = useLocation();
  const ndid = useNdid();
  const bank = useBank();
  return (
    <Page title={t({ th: 'ลงทะเบียน/แก้ไข', en: 'Register / edit' })} onBack={() => go('/ndid')} bar={<TheBell />}>
      <Loaded answer={ndid}>
        {({ status, registration, error }) => (
          <>
            {error && <ProblemNotice problem={error} />}
            {status === 'CANCELLING' && <Working title={STATUS.CANCELLING.text} />}
            {registration && status !== 'CANCELLING' && (
              <>
                <RegistrationDetails registration={registration} />
                {registration.on_this_number
                  ? <Button kind="secondary" onClick={() => go('/ndid/cancel')}>{t({ th: 'ยกเลิกบริการ', en: 'Cancel service' })}</Button>
                  : <Notice title={t({ th: 'ต้องการเปลี่ยนเบอร์', en: 'To use another number' })}>{t({ th: 'ยกเลิกบริการใน {app} เบอร์เดิมก่อน แล้วจึงลงทะเบียนกับเบอร์นี้', en: 'Cancel in the {app} of the old number first, then register with this one' })}</Notice>}
              </>
            )}
            {!registration && status !== 'CANCELLING' && (
              <>
                <Outcome icon={Landmark} kind="info" title={STATUS.NOT_REGISTERED.text}><p className="muted">{t({ th: 'ลงทะเบียนครั้งเดียว ใช้ยืนยันตัวตนกับหน่วยงานรัฐและเอกชนได้จากโทรศัพท์เครื่องนี้ ไม่มีค่าใช้จ่าย', en: 'Register once, then verify your identity to public and private organisations from this phone. Free of charge.' })}</p></Outcome>
                <Card><Facts facts={[[t({ th: 'เวลาลงทะเบียน', en: 'Open' }), t({ th: 'ทุกวัน {from} - {to} น.', en: 'Every day {from}-{to}' }, { from: bank.policy.hours.from, to: bank.policy.hours.to })], [t({ th: 'ใช้เวลา', en: 'Takes' }), t({ th: 'ประมาณ 3 นาที', en: 'About 3 minutes' })]]} /></Card>
                <Button onClick={() => go('/ndid/register')}>{t({ th: 'ลงทะเบียน', en: 'Register' })}</Button>
              </>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Cancelling: terms, “ยกเลิกบริการ”, “ยืนยัน”, in progress, result (KB-70 to KB-77). */
export function CancelService() {
  const t = useText();
  const [, go] = useLocation();
  const ndid = useNdid();
  const terms = useGet<Terms>(api, '/ndid/terms');
  const [asked, ask] = useState(false);
  const started = useRef(false);
  const cancel = useAction(() => api.send<NdidStatus>('POST', '/ndid/cancellation', { confirmed: true }), (reply) => {
    ask(false);
    started.current = true;
    queries.setQueryData(['/ndid'], reply);
  });
  const status = ndid.data?.status;
  const cancelling = status === 'CANCELLING';
  if (cancelling) started.current = true;
  useEffect(() => {
    if (!cancelling) return;
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: ['/ndid'] }), 2500);
    return () => clearInterval(timer);
  }, [cancelling]);
  const back = () => go('/ndid/registration');
  const title = t({ th: 'ยกเลิกบริการ', en: 'Cancel service' });
  if (cancelling) {
    return <Page title={title} onBack={() => go('/ndid')}><Working title={STATUS.CANCELLING.text}><p className="muted">{t({ th: 'ท่านปิดแอปได้ ธนาคารจะแจ้งผลให้ทราบ', en: 'You may close the app; the bank will notify you of the result' })}</p></Working></Page>;
  }
  if (started.current && status && status !== 'REGISTERED') {
    return <Page title={title} actions={<Button onClick={() => go('/ndid')}>{t({ th: 'กลับไปบริการ NDID', en: 'Back to the NDID service' })}</Button>}><Outcome icon={CircleCheck} title={{ th: 'ยกเลิก NDID สำเร็จ', en: 'NDID cancelled successfully' }}><p className="muted">{t({ th: 'ท่านลงทะเบียนใหม่ได้ทุกเมื่อ', en: 'You can register again at any time' })}</p></Outcome></Page>;
  }
  return (
    <Page title={title} onBack={back}>
      {started.current && ndid.data?.error && <Failure problem={ndid.data.error} onRetry={() => ask(true)} />}
      <Loaded answer={terms}>
        {(text) => <TermsReader title={t(text.title)} version={text.version} body={t(text.body)} onAccept={() => ask(true)} onDecline={back} acceptLabel={title} declineLabel={t({ th: 'กลับ', en: 'Back' })} />}
      </Loaded>
      <Sheet open={asked} onClose={() => ask(false)} title={t({ th: 'ยืนยันการยกเลิกบริการ NDID', en: 'Confirm: cancel NDID' })} actions={
        <>
          <Button kind="danger" busy={cancel.busy} onClick={() => cancel.run(undefined)}>{t({ th: 'ยืนยัน', en: 'Confirm' })}</Button>
          <Button kind="secondary" onClick={() => ask(false)}>{t({ th: 'ยกเลิก', en: 'Keep the service' })}</Button>
        </>
      }>
        <p>{t({ th: 'หลังยกเลิก ท่านจะยืนยันตัวตนกับองค์กรอื่นผ่านธนาคารนี้ไม่ได้ คำขอที่รออยู่จะถูกปฏิเสธ ข้อมูลที่ส่งไปแล้วจะไม่ถูกเรียกคืน', en: 'After that you cannot verify your identity through this bank. Waiting requests are refused. Data already sent are not recalled.' })}</p>
        {cancel.problem && <ProblemNotice problem={cancel.problem} />}
      </Sheet>
    </Page>
  );
}

/** KB-34. */
export function PointNeeded() {
  const t = useText();
  const bank = useBank();
  return (
    <>
      <Outcome icon={MapPin} kind="warn" title={{ th: 'นำบัตรประชาชนไปยังจุดยืนยันตัวตน (K CHECK ID)', en: 'Take your ID card to an identity verification point (K CHECK ID)' }}>
        <p className="muted">{t({ th: 'กรุณานำบัตรประชาชนไปยังจุดยืนยันตัวตน (K CHECK ID) ที่สาขา หรือ ตู้ ATM', en: 'Please take your ID card to an identity verification point (K CHECK ID): a branch or an ATM' })}</p>
      </Outcome>
      <List label={t({ th: 'จุดยืนยันตัวตน', en: 'Verification points' })}>
        <ListItem icon={Landmark} title={t({ th: 'สาขา', en: 'Branches' })} detail={t({ th: 'ทุกสาขาของ{bank} ในเวลาทำการ', en: 'Every branch of {bank}, in opening hours' }, { bank: bank.name })} />
        <ListItem icon={MapPin} title={t({ th: 'ตู้ ATM', en: 'ATMs' })} detail={t({ th: 'ที่มีสัญลักษณ์ K CHECK ID ตลอด 24 ชั่วโมง', en: 'With the K CHECK ID sign, day and night' })} />
      </List>
      <Notice>{t({ th: 'หลังยืนยันตัวตนแล้ว กลับมาเริ่มลงทะเบียนใหม่ที่เมนู บริการอื่น > บริการ NDID', en: 'Afterwards start again here: Other services > NDID service' })}</Notice>
    </>
  );
}

export function PointsPage() {
  const t = useText();
  const [, go] = useLocation();
  return <Page title={t({ th: 'จุดยืนยันตัวตน', en: 'Verification points' })} onBack={() => go('/ndid')}><PointNeeded /></Page>;
}

