import { Button, DigitsField, Form, formatTime, List, ListItem, Notice, Page, PinPad, ProblemNotice, Sheet, secondsLeft, useLanguage, useNow, useText, type Problem, type Text } from '@trine/ui';
import { Fingerprint, KeyRound, MessageSquareText, ShieldCheck, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { AdminMessage, DemoPerson, DeviceOtp, Session } from '../api.js';
import { useAction, useGet } from '../shared/server.js';
import { api, clockOffset, Failure, keepSession, useBank } from './bank.js';
import { showPasskey } from './passkey.js';

const PIN_TITLE: Text = { th: 'ใส่รหัส PIN 6 หลัก', en: 'Enter your 6-digit PIN' };

/** This phone is not bound yet: phone number, OTP, PIN. */
export function BindDevice() {
  const t = useText();
  const bank = useBank();
  const [step, setStep] = useState<'PHONE' | 'OTP' | 'PIN'>('PHONE');
  const [phone, setPhone] = useState('');
  const [otp, setOtp] = useState('');
  const [phoneError, setPhoneError] = useState(false);
  const [people, showPeople] = useState(false);
  const [demo, setDemo] = useState<DemoPerson>();
  const [sent, setSent] = useState<DeviceOtp>();
  const request = useAction((number: string) => api.send<DeviceOtp>('POST', '/device', { phone: number }), (reply) => { setSent(reply); setOtp(''); setStep('OTP'); });
  const confirm = useAction((pin: string) => api.send<Session>('POST', '/device/confirm', { phone, otp, pin }), keepSession);
  const back = () => { confirm.reset(); setStep(step === 'PIN' ? 'OTP' : 'PHONE'); };

  if (step === 'PIN') {
    const otpRefused = confirm.problem && /^OTP_/.test(confirm.problem.code);
    return (
      <Page title={t({ th: 'ยืนยันด้วย PIN', en: 'Confirm with your PIN' })} onBack={back}>
        {otpRefused && confirm.problem
          ? <ProblemNotice problem={confirm.problem}><Button onClick={back}>{t({ th: 'กรอกรหัส OTP ใหม่', en: 'Enter the OTP again' })}</Button></ProblemNotice>
          : confirm.problem && confirm.problem.code !== 'PIN_WRONG' ? <Failure problem={confirm.problem} onRetry={confirm.reset} onClose={() => { confirm.reset(); setStep('PHONE'); }} />
            : <PinPad label={t(PIN_TITLE)} busy={confirm.busy} onComplete={confirm.run} error={confirm.problem && <PinProblem {...confirm.problem} />} />}
        {demo && <p className="small muted centre">{t({ th: 'จำลอง: PIN ของ {name} คือ {pin}', en: 'Simulated: the PIN of {name} is {pin}' }, { name: demo.name, pin: demo.pin })}</p>}
      </Page>
    );
  }
  if (step === 'OTP' && sent) {
    return (
      <Page title={t({ th: 'ยืนยันเบอร์โทรศัพท์', en: 'Confirm the phone number' })} onBack={back}>
        <Form onSubmit={() => { if (otp.length === 6) setStep('PIN'); }}>
          <p>{t({ th: 'กรอกรหัส OTP ที่ส่งไปยัง {phone}', en: 'Enter the OTP sent to {phone}' }, { phone: `${phone.slice(0, 3)}-XXX-${phone.slice(6)}` })}</p>
          <DigitsField label={t({ th: 'รหัส OTP (Ref: {ref})', en: 'OTP (Ref: {ref})' }, { ref: sent.otp_ref })} length={6} value={otp} onChange={setOtp} autoComplete="one-time-code" autoFocus />
          <Button type="submit" disabled={otp.length !== 6}>{t({ th: 'ถัดไป', en: 'Next' })}</Button>
          <Resend sent={sent} busy={request.busy} onPress={() => request.run(phone)} />
          {request.problem && <ProblemNotice problem={request.problem} />}
        </Form>
        {bank.sandbox && <SimulatedSms phone={phone} otpRef={sent.otp_ref} />}
      </Page>
    );
  }
  return (
    <Page title={t(bank.short_name)} brand>
      <div className="welcome">
        <span className="welcome-sign"><ShieldCheck aria-hidden size={36} /></span>
        <h2>{t({ th: 'ยินดีต้อนรับสู่ {app}', en: 'Welcome to {app}' })}</h2>
        <p className="muted">{t({ th: 'ยืนยันเบอร์โทรศัพท์ที่ลงทะเบียนไว้กับ{bank} เพื่อเริ่มใช้งานในเครื่องนี้', en: 'Confirm the phone number that you registered with {bank} to use the app on this device' }, { bank: bank.name })}</p>
      </div>
      <Form onSubmit={() => { setPhoneError(phone.length !== 10); if (phone.length === 10) request.run(phone); }}>
        <DigitsField label={t({ th: 'เบอร์โทรศัพท์มือถือ', en: 'Mobile number' })} length={10} value={phone} onChange={(next) => { setPhone(next); setPhoneError(false); setDemo(undefined); }} autoComplete="tel-national" placeholder="08XXXXXXXX"
          error={phoneError ? t({ th: 'กรุณาระบุเบอร์โทรศัพท์มือถือ 10 หลัก', en: 'Please enter the 10 digits of the mobile number' }) : undefined} />
        <Button type="submit" busy={request.busy}>{t({ th: 'ขอรหัส OTP', en: 'Request OTP' })}</Button>
        {request.problem && <ProblemNotice problem={request.problem} />}
      </Form>
      {bank.demo_people && (
        <>
          <Notice title={t({ th: 'ระบบจำลอง', en: 'Sandbox' })}>{t({ th: 'ข้อมูลทั้งหมดเป็นบุคคลสมมุติ', en: 'All people here are fictional' })}</Notice>
          <Button kind="secondary" onClick={() => showPeople(true)}><UserRound aria-hidden size={20} /> {t({ th: 'เลือกบุคคลจำลอง', en: 'Choose a simulated person' })}</Button>
          <Sheet open={people} onClose={() => showPeople(false)} title={t({ th: 'บุคคลจำลอง', en: 'Simulated people' })}>
            <List>
              {bank.demo_people.map((each) => (
                <ListItem key={`${each.key}${each.phone}`} title={t(each.name)} detail={`${t(each.note)} · ${each.phone}`} onPress={() => { setPhone(each.phone); setPhoneError(false); setDemo(each); showPeople(false); }} />
              ))}
            </List>
          </Sheet>
        </>
      )}
    </Page>
  );
}

function Resend({ sent, busy, onPress }: { sent: DeviceOtp; busy: boolean; onPress(): void }) {
  const t = useText();
  const wait = secondsLeft(sent.resend_after, useNow(clockOffset()));
  return <Button kind="quiet" disabled={wait > 0} busy={busy} onClick={onPress}>{wait > 0 ? t({ th: 'ขอรหัสใหม่ได้ใน {n} วินาที', en: 'A new one in {n} seconds' }, { n: wait }) : t({ th: 'ขอรหัส OTP ใหม่', en: 'Request a new OTP' })}</Button>;
}

/** A sandbox sends no SMS; its text is where a phone would show it. By reference, as the sandbox's clock may have been put back. */
function SimulatedSms({ phone, otpRef }: { phone: string; otpRef: string }) {
  const t = useText();
  const { data } = useGet<{ messages: AdminMessage[] }>(api, '/admin/messages', { everyMs: 2000 });
  const message = data?.messages.find((each) => each.channel === 'SMS' && each.to.replace(/\D/g, '').endsWith(phone.slice(-4)) && each.text.includes(`Ref: ${otpRef}`));
  return message ? <Notice title={<><MessageSquareText aria-hidden size={16} /> {t({ th: 'SMS (จำลอง)', en: 'SMS (simulated)' })}</>}>{message.text}</Notice> : null;
}

/** The device is bound; the person shows who they are. */
export function SignIn({ session }: { session: Session }) {
  const t = useText();
  const bank = useBank();
  const [other, setOther] = useState(false);
  const enter = useAction((pin: string) => api.send<Session>('POST', '/session', { pin }), keepSession);
  const passkey = useAction(async () => {
    const shown = await showPasskey();
    return shown && api.send<Session>('POST', '/session/passkey', shown);
  }, (reply) => { if (reply) keepSession(reply); });
  const withPasskey = bank.passkeys && session.customer?.has_passkey;
  const { language } = useLanguage();
  const now = useNow(clockOffset());
  if (other) return <BindDevice />;
  const lockedUntil = session.locked_until && secondsLeft(session.locked_until, now) > 0 ? session.locked_until : undefined;
  const locked: Problem | undefined = enter.problem?.code === 'PIN_LOCKED' ? enter.problem : lockedUntil ? {
    code: 'PIN_LOCKED', action: 'CONTACT_BANK', message: { th: '{app} ถูกล็อกเพราะใส่ PIN ผิดเกินจำนวนครั้งที่กำหนด', en: '{app} is locked after too many wrong PINs' },
    next: { th: `ใช้งานได้อีกครั้งเวลา ${formatTime(lockedUntil, language)}`, en: `Open again at ${formatTime(lockedUntil, language)}` },
  } : undefined;
  const stopped = locked ?? (enter.problem?.code === 'PIN_WRONG' ? undefined : enter.problem);
  return (
    <Page title={t(bank.short_name)} brand>
      <p className="centre muted">{session.customer?.phone_masked}</p>
      {stopped
        ? <Failure problem={stopped} onRetry={enter.reset} {...(stopped === locked && { onClose: enter.reset })} />
        : (
          <PinPad label={t(PIN_TITLE)} busy={enter.busy || passkey.busy} onComplete={enter.run} error={enter.problem && <PinProblem {...enter.problem} />}>
            {withPasskey && <button type="button" className="pin-key pin-key-plain" aria-label={t({ th: 'เข้าสู่ระบบด้วยพาสคีย์', en: 'Sign in with a passkey' })} onClick={() => passkey.run(undefined)}><Fingerprint aria-hidden size={30} /></button>}
          </PinPad>
        )}
      {passkey.problem && <ProblemNotice problem={passkey.problem} />}
      <Button kind="quiet" onClick={() => setOther(true)}><KeyRound aria-hidden size={18} /> {t({ th: 'ใช้เบอร์โทรศัพท์อื่น', en: 'Use another phone number' })}</Button>
    </Page>
  );
}

/** What a wrong PIN says below the dots: short, because it is read out at once. */
export function PinProblem({ message, next, attempts_left }: { message: Text; next?: Text; attempts_left?: number }) {
  const t = useText();
  return <>{t(message)}{' '}{attempts_left !== undefined ? t({ th: 'เหลืออีก {n} ครั้ง', en: '{n} attempts left' }, { n: attempts_left }) : next && t(next)}</>;
}
