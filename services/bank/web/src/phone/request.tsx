import { Button, Card, Countdown, Facts, formatDateTime, List, ListItem, Notice, Outcome, Page, PinPad, ProblemNotice, Sheet, ShortCode, shotsForm, TermsReader, useLanguage, useText, Working, type FaceShots, type Text } from '@trine/ui';
import { Ban, CircleCheck, CircleX, ClockAlert, Database, FileText, Fingerprint, Landmark, LockKeyhole } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Challenge, PinInput, RequestDetail } from '../api.js';
import { useAction } from '../shared/server.js';
import { api, clockOffset, Failure, keepRequest, Loaded, queries, useBank, useRequest, useSession } from './bank.js';
import { PinProblem } from './device.js';
import { showPasskey } from './passkey.js';
import { SelfieCamera } from './selfie-camera.js';

const TITLE: Text = { th: 'ยืนยันตัวตน', en: 'Verify your identity' };
const REJECT: Text = { th: 'ปฏิเสธ', en: 'Reject' };

/** One request of an organisation, at the step where it is (KB-45 to KB-54). The bank decides the step; this shows it. */
export function RequestPage({ id }: { id: string }) {
  const t = useText();
  const [, go] = useLocation();
  const answer = useRequest(id);
  if (!answer.data) return <Page title={t(TITLE)} onBack={() => go('/requests')}><Loaded answer={answer}>{() => null}</Loaded></Page>;
  return <Step key={answer.data.step} request={answer.data} />;
}

function Step({ request }: { request: RequestDetail }) {
  const t = useText();
  const [, go] = useLocation();
  const leave = () => go('/requests');
  const waiting = request.step === 'COMPARING' || request.step === 'SENDING';
  // Events bring the next step; asking as well costs little and survives a lost connection.
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: [`/requests/${encodeURIComponent(request.id)}`] }), 2500);
    return () => clearInterval(timer);
  }, [waiting, request.id]);
  switch (request.step) {
    case 'REGISTRATION_NEEDED':
      return (
        <Page title={t(TITLE)} onBack={leave} actions={<Button onClick={() => go(`/ndid/register?request_id=${encodeURIComponent(request.id)}`)}>{t({ th: 'ลงทะเบียน', en: 'Register' })}</Button>}>
          <RequestHead request={request} />
          <Notice title={t({ th: 'กรุณาลงทะเบียนบริการ NDID ก่อน', en: 'Please register for NDID first' })}>{t({ th: 'เมื่อลงทะเบียนสำเร็จ ท่านจะยืนยันตัวตนตามคำขอนี้ได้ทันที', en: 'Once registered, you can verify your identity for this request at once' })}</Notice>
        </Page>
      );
    case 'DETAIL': return <Detail request={request} />;
    case 'PHOTO_TERMS': return <PhotoTerms request={request} />;
    case 'PHOTO': return <Photo request={request} />;
    case 'COMPARING': return <Page title={t(TITLE)}><Working title={{ th: 'ระบบทำการเปรียบเทียบใบหน้า', en: 'Comparing your face' }}><p className="muted">{t({ th: 'กรุณารอสักครู่', en: 'One moment, please' })}</p></Working></Page>;
    case 'CONSENT': return <Consent request={request} />;
    case 'SENDING': return <Page title={t(TITLE)}><Working title={{ th: 'กำลังส่งข้อมูล', en: 'Sending your data' }}><p className="muted">{t({ th: 'ไปยัง {organisation}', en: 'To {organisation}' }, { organisation: request.organisation })}</p></Working></Page>;
    case 'SENT':
      return (
        <End>
          <Outcome icon={CircleCheck} title={{ th: 'ส่งข้อมูลเรียบร้อยแล้ว', en: 'Your data has been sent' }}>
            <p className="muted">{t({ th: 'กลับไปที่แอปของ {organisation} เพื่อทำรายการต่อ', en: 'Go back to the app of {organisation} to continue' }, { organisation: request.organisation })}</p>
          </Outcome>
          <RequestHead request={request} />
        </End>
      );
    case 'REJECTED':
      return <End><Outcome icon={Ban} kind="info" title={{ th: 'ปฏิเสธคำขอเรียบร้อยแล้ว', en: 'Request rejected' }}><p className="muted">{t({ th: 'ไม่มีการส่งข้อมูลของท่านให้ {organisation}', en: 'None of your data was sent to {organisation}' }, { organisation: request.organisation })}</p></Outcome></End>;
    case 'EXPIRED':
      return (
        <End>
          <Outcome icon={ClockAlert} kind="warn" title={request.error?.message ?? { th: 'คำขอนี้หมดอายุแล้ว', en: 'This request has expired' }}>
            <p className="muted">{request.error ? t(request.error.next) : t({ th: 'หากยังต้องการใช้บริการ กรุณาทำรายการใหม่ที่องค์กรต้นทาง', en: 'If you still need it, start again at the organisation' })}</p>
            <p className="notice-code muted">KB_REQUEST_EXPIRED</p>
          </Outcome>
          <RequestHead request={request} />
        </End>
      );
    case 'FAILED':
      return <End><Outcome icon={CircleX} kind="error" title={{ th: 'ยืนยันตัวตนไม่สำเร็จ', en: 'Your identity could not be verified' }} />{request.error && <Failure problem={request.error} onClose={leave} />}</End>;
  }
}

function End({ children }: { children: ReactNode }) {
  const t = useText();
  const [, go] = useLocation();
  return <Page title={t(TITLE)} actions={<><Button onClick={() => go('/')}>{t({ th: 'กลับหน้าหลัก', en: 'Back to home' })}</Button><Button kind="quiet" onClick={() => go('/history')}>{t({ th: 'ดูประวัติการให้ข้อมูล', en: 'See what I disclosed' })}</Button></>}>{children}</Page>;
}

/** Who asks, and for what: on every page of a request, so that nobody consents to somebody else's (KB-85). */
function RequestHead({ request, children }: { request: RequestDetail; children?: ReactNode }) {
  const t = useText();
  return (
    <Card className="request-head">
      <div className="row"><span className="list-icon"><Landmark aria-hidden size={22} /></span><div className="grow"><p className="muted small">{t({ th: 'องค์กรต้นทาง', en: 'Originating organisation' })}</p><p className="request-organisation">{t(request.organisation)}</p></div></div>
      <p><span className="muted small">{t({ th: 'บริการที่ขอ', en: 'Service' })}</span><br /><strong>{t(request.service)}</strong></p>
      {children}
    </Card>
  );
}

function TimeLeft({ request }: { request: RequestDetail }) {
  const refresh = () => void queries.invalidateQueries({ queryKey: [`/requests/${encodeURIComponent(request.id)}`] });
  return <Countdown until={request.expires_at} offsetMs={clockOffset()} onEnd={refresh} />;
}

function Detail({ request }: { request: RequestDetail }) {
  const t = useText();
  const { language } = useLanguage();
  const [, go] = useLocation();
  const bank = useBank();
  const hasPasskey = useSession().data?.customer?.has_passkey;
  const [pin, askPin] = useState(false);
  const enter = useAction((input: PinInput) => api.send<RequestDetail>('POST', `/requests/${encodeURIComponent(request.id)}/pin`, input), keepRequest);
  const passkey = useAction(showPasskey, (shown) => { if (shown) enter.run({ passkey: shown }); });
  if (pin) {
    const refused = enter.problem && enter.problem.code !== 'PIN_WRONG' ? enter.problem : undefined;
    return (
      <Page title={t({ th: 'PIN {app}', en: '{app} PIN' })} onBack={() => { enter.reset(); askPin(false); }}>
        <p className="centre muted">{t({ th: 'ยืนยันทำรายการกับ', en: 'Confirm the transaction with' })} <strong className="ink">{t(request.organisation)}</strong></p>
        {refused ? <Failure problem={refused} onRetry={enter.reset} onClose={() => go('/requests')} />
          : <PinPad label={t({ th: 'ใส่รหัส PIN 6 หลัก', en: 'Enter your 6-digit PIN' })} busy={enter.busy} onComplete={(digits) => enter.run({ pin: digits })} error={enter.problem && <PinProblem {...enter.problem} />}>
            {bank.passkeys && hasPasskey && <button type="button" className="pin-key pin-key-plain" aria-label={t({ th: 'ยืนยันด้วยพาสคีย์', en: 'Confirm with a passkey' })} onClick={() => passkey.run(undefined)}><Fingerprint aria-hidden size={30} /></button>}
          </PinPad>}
      </Page>
    );
  }
  return (
    <Page title={t(TITLE)} onBack={() => go('/requests')} actions={
      <>
        <Button onClick={() => askPin(true)}><LockKeyhole aria-hidden size={20} /> {t({ th: 'กด “PIN {app}” เพื่อยืนยันทำรายการ', en: 'Confirm with “PIN {app}”' })}</Button>
        <RejectButton request={request} label={REJECT} />
      </>
    }>
      <Notice kind="warn" title={t({ th: 'ท่านขอใช้บริการนี้ด้วยตนเองใช่หรือไม่', en: 'Did you yourself apply for this?' })}>{t({ th: 'โปรดตรวจสอบให้แน่ใจว่าเป็นบริการที่ท่านได้สมัครด้วยตนเอง หากไม่ใช่ ให้กด “ไม่ใช่ฉัน”', en: 'Make sure that it is for the service you yourself applied for. If not, press “Not me”.' })}</Notice>
      <RequestHead request={request}><TimeLeft request={request} /></RequestHead>
      <ShortCode code={request.short_code} label={t({ th: 'รหัสต้องตรงกับหน้าจอขององค์กร', en: 'This code must be the same on the screen of the organisation' })} />
      <Message request={request} />
      <Items request={request} title={{ th: 'ข้อมูลที่ขอ', en: 'Data asked for' }} />
      <Card><Facts facts={[...(request.reference ? [[t({ th: 'เลขที่อ้างอิง', en: 'Reference' }), <span className="mono" key="reference">{request.reference}</span>] as const] : []), [t({ th: 'เวลาที่ขอ', en: 'Asked at' }), formatDateTime(request.asked_at, language)]]} /></Card>
      <RejectButton request={request} label={{ th: 'ไม่ใช่ฉัน ฉันไม่ได้ขอใช้บริการนี้', en: 'Not me: I did not ask for this' }} notMe />
    </Page>
  );
}

/** “ปฏิเสธ” and “not me”, each with a question before (KB-54). */
function RejectButton({ request, label, notMe = false }: { request: RequestDetail; label: Text; notMe?: boolean }) {
  const t = useText();
  const bank = useBank();
  const [asked, ask] = useState(false);
  const reject = useAction(() => api.send<RequestDetail>('POST', `/requests/${encodeURIComponent(request.id)}/reject`, { reason: notMe ? 'NOT_ME' : 'REJECT' }), keepRequest);
  return (
    <>
      <Button kind={notMe ? 'quiet' : 'secondary'} onClick={() => ask(true)}>{t(label)}</Button>
      <Sheet open={asked} onClose={() => ask(false)} title={notMe ? t({ th: 'ท่านไม่ได้ขอใช้บริการนี้', en: 'You did not ask for this' }) : t({ th: 'ปฏิเสธคำขอนี้', en: 'Reject this request' })} actions={
        <>
          <Button kind="danger" busy={reject.busy} onClick={() => reject.run(undefined)}>{notMe ? t({ th: 'ยืนยันว่าไม่ใช่ฉัน', en: 'Confirm: not me' }) : t({ th: 'ยืนยันการปฏิเสธ', en: 'Confirm the rejection' })}</Button>
          <Button kind="secondary" onClick={() => ask(false)}>{t({ th: 'กลับ', en: 'Back' })}</Button>
        </>
      }>
        <p>{t({ th: '{organisation} จะไม่ได้รับข้อมูลของท่าน และจะทราบว่าคำขอถูกปฏิเสธ', en: '{organisation} gets none of your data and learns that the request was rejected.' }, { organisation: request.organisation })}</p>
        {notMe && <p>{t({ th: 'หากมีผู้อื่นแอบอ้างใช้ชื่อท่าน โปรดติดต่อธนาคาร {hotline}', en: 'If somebody uses your name, call the bank: {hotline}' }, { hotline: bank.hotline })}</p>}
        {reject.problem && <ProblemNotice problem={reject.problem} />}
      </Sheet>
    </>
  );
}

/** What the organisation wrote, as it is: text, a picture, or a document to open. */
function Message({ request }: { request: RequestDetail }) {
  const t = useText();
  const [type] = request.message_content_type.split(';');
  const file = useMessageFile(request);
  return (
    <Card title={t({ th: 'ข้อความจากองค์กร', en: 'Message of the organisation' })}>
      {isText(request) ? <p className="message">{request.message}</p>
        : type?.startsWith('image/') && file ? <img className="message-picture" src={file} alt={t({ th: 'เอกสารจากองค์กร', en: 'Document of the organisation' })} />
          : <p className="row"><FileText aria-hidden /> <a href={file} download={`${request.short_code}.${type?.split('/')[1] ?? 'bin'}`}>{t({ th: 'เปิดเอกสาร ({type})', en: 'Open the document ({type})' }, { type: type ?? '' })}</a></p>}
    </Card>
  );
}

const isText = ({ message_content_type: type }: RequestDetail) => type.startsWith('text/plain');
const bytesOf = (request: RequestDetail) => (isText(request) ? new TextEncoder().encode(request.message) : Uint8Array.from(atob(request.message), (character) => character.charCodeAt(0)));

function useMessageFile(request: RequestDetail): string | undefined {
  const [file, setFile] = useState<string>();
  useEffect(() => {
    if (isText(request)) return;
    const url = URL.createObjectURL(new Blob([bytesOf(request)], { type: request.message_content_type }));
    setFile(url);
    return () => URL.revokeObjectURL(url);
  }, [request.message, request.message_content_type]); // the same message may come in a new object with every event
  return file;
}

/** What goes out: the bank's own data with their values, and what sources will send. */
function Items({ request, title }: { request: RequestDetail; title: Text }) {
  const t = useText();
  const bank = useBank();
  return (
    <section className="stack-small">
      <h2>{t(title)}</h2>
      <List>
        {request.bank_items.map((item, index) => <ListItem key={`bank-${index}`} icon={Landmark} title={t(item.name)} detail={<>{item.value}<br />{t({ th: 'จาก {source}', en: 'From {source}' }, { source: bank.name })}</>} />)}
        {request.items.map((item, index) => <ListItem key={index} icon={Database} title={t(item.name)} detail={t({ th: 'จาก {source}', en: 'From {source}' }, { source: item.source })} />)}
        {request.bank_items.length + request.items.length === 0 && <ListItem icon={Database} title={t({ th: 'ตัวตนของท่านตามที่ธนาคารยืนยัน', en: 'Your identity, as confirmed by the bank' })} />}
      </List>
    </section>
  );
}

function PhotoTerms({ request }: { request: RequestDetail }) {
  const t = useText();
  const [, go] = useLocation();
  const answer = useAction((accepted: boolean) => api.send<RequestDetail>('POST', `/requests/${encodeURIComponent(request.id)}/photo-terms`, { version: request.terms?.version, accepted }), (reply, accepted) => {
    keepRequest(reply);
    if (!accepted) go('/requests');
  });
  if (!request.terms) return null;
  return (
    <Page title={t({ th: 'ข้อกำหนดการถ่ายรูป', en: 'Terms of the photo' })} onBack={() => go('/requests')}>
      {answer.problem && <Failure problem={answer.problem} onRetry={answer.reset} />}
      <TermsReader title={t(request.terms.title)} version={request.terms.version} body={t(request.terms.body)} busy={answer.busy} onAccept={() => answer.run(true)} onDecline={() => answer.run(false)} />
    </Page>
  );
}

function Photo({ request }: { request: RequestDetail }) {
  const t = useText();
  const [, go] = useLocation();
  const send = useAction((shots: FaceShots) => api.send<RequestDetail>('POST', `/requests/${encodeURIComponent(request.id)}/photo`, shotsForm(shots)), keepRequest);
  if (send.busy) return <Page title={t(TITLE)}><Working title={{ th: 'ระบบทำการเปรียบเทียบใบหน้า', en: 'Comparing your face' }}><p className="muted">{t({ th: 'กรุณารอสักครู่', en: 'One moment, please' })}</p></Working></Page>;
  const problem = send.problem ?? request.error;
  return (
    <Page title={t({ th: 'ถ่ายรูป', en: 'Take a photo' })} onBack={() => go('/requests')}>
      <p className="centre"><TimeLeft request={request} /></p>
      <SelfieCamera newChallenge={() => api.send<Challenge>('POST', `/requests/${encodeURIComponent(request.id)}/challenge`, {})} problem={problem && withAttempts(problem, request.attempts_left)} onConfirm={send.run} onCancel={() => go('/requests')} />
    </Page>
  );
}

/** Only a mismatch costs an attempt, so only there it helps to know how many are left. */
export function withAttempts<P extends { code: string; attempts_left?: number }>(problem: P, attemptsLeft: number): P {
  return problem.code === 'KB_FACE_MISMATCH' && problem.attempts_left === undefined ? { ...problem, attempts_left: attemptsLeft } : problem;
}

/** KB-50, KB-51. What is consented to is the hash of the very message on this screen, made here. */
function Consent({ request }: { request: RequestDetail }) {
  const t = useText();
  const [, go] = useLocation();
  const consent = useAction(async () => api.send<RequestDetail>('POST', `/requests/${encodeURIComponent(request.id)}/consent`, { accepted: true, message_sha256: await shownHash(request) }), keepRequest);
  return (
    <Page title={t({ th: 'ตรวจสอบและให้ความยินยอม', en: 'Check and consent' })} onBack={() => go('/requests')} actions={
      <>
        <Button busy={consent.busy} onClick={() => consent.run(undefined)}>{t({ th: 'ยอมรับ', en: 'Accept' })}</Button>
        <RejectButton request={request} label={{ th: 'ไม่ยอมรับ', en: 'Decline' }} />
      </>
    }>
      {consent.problem && <Failure problem={consent.problem} onRetry={() => { consent.reset(); void queries.invalidateQueries({ queryKey: [`/requests/${encodeURIComponent(request.id)}`] }); }} />}
      <p>{t({ th: 'กรุณาตรวจสอบข้อมูล พร้อมยินยอมเปิดเผยข้อมูลส่วนตัวให้แก่องค์กรต้นทางที่ลูกค้าได้ทำการขอใช้บริการ', en: 'Please check the data and consent to disclose your personal data to the originating organisation whose service you asked for' })}</p>
      <RequestHead request={request}><TimeLeft request={request} /></RequestHead>
      <Message request={request} />
      <Items request={request} title={{ th: 'ข้อมูลที่จะเปิดเผย', en: 'Data to be disclosed' }} />
      <p className="muted small">{t({ th: 'เมื่อกดยอมรับ ธนาคารจะลงลายมือชื่ออิเล็กทรอนิกส์ของท่านบนข้อความข้างต้น และท่านดูใบรับรองได้ในประวัติ', en: 'When you accept, the bank signs the message above with your electronic signature; the receipt is in your history.' })}</p>
    </Page>
  );
}

/** A browser hashes only on a secure origin; elsewhere the bank's own figure is repeated. */
async function shownHash(request: RequestDetail): Promise<string> {
  if (!isSecureContext) return request.message_sha256;
  const hash = await crypto.subtle.digest('SHA-256', bytesOf(request));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
