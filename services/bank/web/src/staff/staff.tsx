import { Button, Card, CitizenIdField, Facts, Form, formatDate, formatDateTime, Notice, Outcome, Page, ProblemNotice, Skeleton, TextField, useLanguage, useText, type Text } from '@trine/ui';
import { Camera, CircleCheck, CreditCard, LogOut, Search, Upload } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { StaffCustomer, StaffSession, StaffVisit } from '../api.js';
import { jpegOfFile } from '../shared/picture.js';
import { connect, useAction, useGet } from '../shared/server.js';

const { api, queries } = connect('/staff/session');
export { queries };

const TITLE: Text = { th: 'จุดยืนยันตัวตน K CHECK ID', en: 'K CHECK ID verification point' };
const CARD_STATUS: Readonly<Record<StaffCustomer['card']['status'], Text>> = {
  CURRENT: { th: 'บัตรใช้ได้', en: 'Current' }, REPLACED: { th: 'มีการออกบัตรใหม่แล้ว', en: 'Replaced by a newer card' }, EXPIRED: { th: 'บัตรหมดอายุ', en: 'Expired' },
  LOST: { th: 'บัตรหาย', en: 'Reported lost' }, CANCELLED: { th: 'บัตรถูกยกเลิก', en: 'Cancelled' }, UNAVAILABLE: { th: 'ตรวจสอบสถานะบัตรไม่ได้', en: 'The status cannot be checked now' },
};
const keep = (session: StaffSession) => { api.setToken(session.csrf_token); queries.setQueryData(['/staff/session'], session); };

/** The page of the staff at a verification point (KB-04, KB-41): it verifies identity and registers nobody (KB-15). */
export function Staff() {
  const t = useText();
  const session = useGet<StaffSession>(api, '/staff/session');
  const out = useAction(() => api.send<StaffSession>('DELETE', '/staff/session'), () => void queries.resetQueries());
  if (session.problem) return <Page title={t(TITLE)} brand><ProblemNotice problem={session.problem}><Button onClick={session.again}>{t({ th: 'ลองใหม่', en: 'Try again' })}</Button></ProblemNotice></Page>;
  if (!session.data) return <Page title={t(TITLE)} brand><Skeleton kind="card" lines={1} /></Page>;
  if (!session.data.officer) return <SignIn session={session.data} />;
  return (
    <Page title={t(TITLE)} brand bar={<button type="button" className="icon-button" aria-label={t({ th: 'ออกจากระบบ', en: 'Sign out' })} onClick={() => out.run(undefined)}><LogOut aria-hidden size={20} /></button>}>
      <Notice title={t({ th: 'เครื่องอ่านบัตรจำลอง', en: 'Simulated card reader' })}>{t({ th: 'การอ่านชิปและสถานะบัตรในหน้านี้เป็นการจำลอง การยืนยันที่จุดนี้ไม่ใช่การลงทะเบียน NDID', en: 'The chip reading and the card status on this page are simulated. Verifying here does not register anybody for NDID.' })} ({session.data.officer})</Notice>
      <Visit officer={session.data.officer} />
    </Page>
  );
}

function SignIn({ session: { sandbox, demo_account: demo } }: { session: StaffSession }) {
  const t = useText();
  const [officer, setOfficer] = useState('');
  const [password, setPassword] = useState('');
  const enter = useAction(() => api.send<StaffSession>('POST', '/staff/session', { officer, password }), keep);
  return (
    <Page title={t(TITLE)} brand>
      <div className="page-narrow stack">
        <Card title={t({ th: 'เข้าสู่ระบบเจ้าหน้าที่', en: 'Staff sign-in' })}>
          <Form onSubmit={() => enter.run(undefined)}>
            <TextField label={t({ th: 'รหัสเจ้าหน้าที่', en: 'Officer' })} value={officer} onChange={setOfficer} autoComplete="username" autoCapitalize="none" />
            <TextField label={t({ th: 'รหัสผ่าน', en: 'Password' })} type="password" value={password} onChange={setPassword} autoComplete="current-password" />
            {enter.problem && <ProblemNotice problem={enter.problem} />}
            <Button type="submit" busy={enter.busy} disabled={!officer || !password}>{t({ th: 'เข้าสู่ระบบ', en: 'Sign in' })}</Button>
          </Form>
        </Card>
        {demo && <Notice title={t({ th: 'ระบบจำลอง', en: 'Sandbox' })}>{t({ th: 'รหัสเจ้าหน้าที่ {officer} รหัสผ่าน {password}', en: 'Officer {officer}, password {password}' }, { ...demo })}</Notice>}
        {sandbox && <p className="muted small centre">{t({ th: 'ระบบจำลอง ไม่มีข้อมูลของบุคคลจริง', en: 'Sandbox: no data of real people' })}</p>}
      </div>
    </Page>
  );
}

function Visit({ officer }: { officer: string }) {
  const t = useText();
  const [typed, setTyped] = useState<string>();
  const [citizenId, setCitizenId] = useState<string>();
  const [done, setDone] = useState<StaffCustomer>();
  const customer = useGet<StaffCustomer>(api, `/staff/customers/${citizenId ?? ''}`, { enabled: citizenId !== undefined });
  const restart = () => { setDone(undefined); setCitizenId(undefined); setTyped(undefined); };
  if (done) {
    return (
      <div className="page-narrow stack">
        <Outcome icon={CircleCheck} title={{ th: 'บันทึกการยืนยันตัวตนแล้ว', en: 'The verification is recorded' }}><p className="muted">{t({ th: '{name} ลงทะเบียน NDID ใน K PLUS ได้แล้ว', en: '{name} can now register for NDID in K PLUS' }, { name: done.name })}</p></Outcome>
        <Button onClick={restart}>{t({ th: 'ลูกค้ารายถัดไป', en: 'Next customer' })}</Button>
      </div>
    );
  }
  return (
    <>
      <Card title={t({ th: 'ค้นหาลูกค้า', en: 'Find the customer' })}>
        <Form onSubmit={() => { if (typed) setCitizenId(typed); }}>
          <CitizenIdField label={t({ th: 'เลขประจำตัวประชาชน 13 หลัก', en: '13-digit citizen number' })} onChange={setTyped} />
          <Button type="submit" disabled={!typed}><Search aria-hidden size={20} /> {t({ th: 'ค้นหา', en: 'Find' })}</Button>
        </Form>
      </Card>
      {customer.problem && <ProblemNotice problem={customer.problem} />}
      {citizenId && !customer.data && !customer.problem && <Skeleton kind="card" lines={2} />}
      {customer.data && <Customer key={customer.data.citizen_id} customer={customer.data} officer={officer} onDone={setDone} />}
    </>
  );
}

function Customer({ customer, officer, onDone }: { customer: StaffCustomer; officer: string; onDone(customer: StaffCustomer): void }) {
  const t = useText();
  const { language } = useLanguage();
  const [read, setRead] = useState(false);
  const [point, setPoint] = useState<StaffVisit['point']>('BRANCH');
  const [pointId, setPointId] = useState('');
  const [picture, setPicture] = useState<Blob>();
  const [unreadable, setUnreadable] = useState(false);
  const preview = useObjectUrl(picture);
  const id = useId();
  const current = customer.card.status === 'CURRENT';
  const record = useAction((jpeg: Blob) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ citizen_id: customer.citizen_id, point, point_id: pointId, officer })) form.append(name, value);
    form.append('picture', jpeg, 'picture.jpg');
    return api.send<StaffCustomer>('POST', '/staff/visits', form);
  }, (reply) => { queries.removeQueries({ queryKey: [`/staff/customers/${customer.citizen_id}`] }); onDone(reply); });
  return (
    <div className="columns">
      <Card title={t(customer.name)}>
        <Facts facts={[
          [t({ th: 'เลขประจำตัวประชาชน', en: 'Citizen number' }), customer.citizen_id],
          [t({ th: 'วันเกิด', en: 'Date of birth' }), formatDate(`${customer.birth_date}T05:00:00Z`, language)],
          [t({ th: 'เบอร์โทรศัพท์', en: 'Phone numbers' }), customer.phones.join(', ')],
          [t({ th: 'ระดับความน่าเชื่อถือ (IAL)', en: 'Assurance (IAL)' }), String(customer.assurance.ial)],
          [t({ th: 'อ่านชิปบัตรแล้ว', en: 'Card chip read' }), t(customer.assurance.card_chip_read ? { th: 'ใช่', en: 'Yes' } : { th: 'ยัง', en: 'Not yet' })],
          [t({ th: 'มีภาพใบหน้าอ้างอิง', en: 'Reference picture' }), t(customer.assurance.reference_picture ? { th: 'มี', en: 'Yes' } : { th: 'ไม่มี', en: 'No' })],
        ]} />
        {customer.visits.length > 0 && (
          <>
            <h3>{t({ th: 'ครั้งก่อน', en: 'Earlier visits' })}</h3>
            <ul className="life">{customer.visits.map((visit) => <li key={visit.id}>{formatDateTime(visit.at, language)}<span className="muted small">{visit.point === 'ATM' ? t({ th: 'ตู้ ATM', en: 'ATM' }) : t({ th: 'สาขา', en: 'Branch' })} {visit.point_id} · {visit.officer} · {visit.card_status}</span></li>)}</ul>
          </>
        )}
      </Card>
      <Card title={t({ th: 'ยืนยันตัวตน', en: 'Verify identity' })}>
        <h3>1. {t({ th: 'อ่านบัตรประชาชน (จำลอง)', en: 'Read the ID card (simulated)' })}</h3>
        {read
          ? <Notice kind={current ? 'success' : 'error'} title={t(CARD_STATUS[customer.card.status])}>{!current && t({ th: 'บันทึกไม่ได้ กรุณาให้ลูกค้าใช้บัตรปัจจุบัน หรือลองใหม่ภายหลัง', en: 'Cannot be recorded. Ask for the current card, or try again later.' })}</Notice>
          : <Button kind="secondary" onClick={() => setRead(true)}><CreditCard aria-hidden size={20} /> {t({ th: 'อ่านบัตร', en: 'Read the card' })}</Button>}
        <h3>2. {t({ th: 'ภาพใบหน้า', en: 'Picture of the face' })}</h3>
        {preview && <img className="picture" src={preview} alt={t({ th: 'ภาพใบหน้าของลูกค้า', en: "The customer's face" })} />}
        <label className="button button-secondary file"><span>{picture ? <Upload aria-hidden size={20} /> : <Camera aria-hidden size={20} />} {picture ? t({ th: 'เปลี่ยนภาพ', en: 'Change the picture' }) : t({ th: 'ถ่ายหรือเลือกภาพ', en: 'Take or choose a picture' })}</span>
          <input type="file" accept="image/*" capture="environment" onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) jpegOfFile(file).then((jpeg) => { setPicture(jpeg); setUnreadable(false); }, () => setUnreadable(true));
          }} />
        </label>
        {unreadable && <Notice kind="error" title={t({ th: 'อ่านภาพนี้ไม่ได้', en: 'This picture cannot be read' })}>{t({ th: 'กรุณาถ่ายหรือเลือกภาพใหม่', en: 'Please take or choose another one' })}</Notice>}
        <h3>3. {t({ th: 'จุดยืนยันตัวตน', en: 'Verification point' })}</h3>
        <div className="field"><label htmlFor={`${id}-point`}>{t({ th: 'ประเภท', en: 'Kind' })}</label><select id={`${id}-point`} value={point} onChange={(event) => setPoint(event.target.value as StaffVisit['point'])}><option value="BRANCH">{t({ th: 'สาขา', en: 'Branch' })}</option><option value="ATM">{t({ th: 'ตู้ ATM', en: 'ATM' })}</option></select></div>
        <TextField label={t({ th: 'รหัสสาขาหรือตู้', en: 'Number of the branch or ATM' })} value={pointId} onChange={setPointId} maxLength={20} />
        {record.problem && <ProblemNotice problem={record.problem} />}
        <Button busy={record.busy} disabled={!read || !current || !picture || !pointId.trim()} onClick={() => { if (picture) record.run(picture); }}>{t({ th: 'บันทึกการยืนยันตัวตน', en: 'Record the verification' })}</Button>
      </Card>
    </div>
  );
}

function useObjectUrl(blob: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}
