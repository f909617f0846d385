import { Button, classes, Countdown, Facts, formatDateTime, formatTime, Notice, Outcome, ProblemNotice, Sheet, ShortCode, Stepper, useLanguage, useServerEvents, useText, Working, type Text } from '@trine/ui';
import { Ban, BadgeCheck, CircleSlash, Clock3, ExternalLink, PlugZap, SearchX, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Link } from 'wouter';
import type { Application, ApplicationState, PortalInfo } from './api.js';
import { DataView } from './data-view.js';
import { useDraft } from './draft.js';
import { act, clockOffset, eventsOf, keep, refresh, useAction, useApplication } from './server.js';
import { Loading, Step } from './shell.js';

export const hasEnded = ({ ended_at }: Application): boolean => ended_at !== undefined;

/** One application from here on: waiting, the data, or another end. The server tells each change by itself. */
export function ApplicationPage({ info, id }: { info: PortalInfo; id: string }) {
  const answer = useApplication(id);
  const application = answer.data;
  useServerEvents(application && !hasEnded(application) ? eventsOf(id) : undefined, { application: (news) => keep(news as Application) }, () => refresh(id));
  const t = useText();
  if (!application) {
    if (answer.problem?.code !== 'NOT_FOUND') return <Loading answer={answer} />;
    return (
      <Step info={info} title={{ th: 'ไม่พบรายการ', en: 'Application not found' }}>
        <ProblemNotice problem={answer.problem}><Link href="/" className="button button-primary button-wide">{t({ th: 'กลับหน้าแรก', en: 'Back to the start' })}</Link></ProblemNotice>
      </Step>
    );
  }
  const aside = <About application={application} />;
  switch (application.state) {
    case 'COMPLETED': return <Step key="result" info={info} title={{ th: 'ยืนยันตัวตนสำเร็จ', en: 'Your identity is verified' }} aside={aside}><Result application={application} /></Step>;
    case 'UNAVAILABLE': return <Step key="stands" info={info} title={{ th: 'ยังส่งคำขอไม่ได้', en: 'The request could not be sent yet' }} aside={aside}><Standing application={application} /></Step>;
    case 'REJECTED': case 'ERRORED': case 'TIMED_OUT': case 'NO_BANK': case 'CANCELLED':
      return <Step key="end" info={info} title={{ th: 'การสมัครยังไม่สำเร็จ', en: 'The application is not complete' }} aside={aside}><End application={application} /></Step>;
    default: return <Step key="wait" info={info} step={3} title={{ th: 'ยืนยันในแอปธนาคารของท่าน', en: 'Confirm in your bank’s app' }} aside={aside}><Wait info={info} application={application} /></Step>;
  }
}

function About({ application }: { application: Application }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <section className="card">
      <h2>{t({ th: 'รายการสมัคร', en: 'Your application' })}</h2>
      <Facts facts={[
        [t({ th: 'สมัคร', en: 'Applying for' }), t(application.product.name)],
        [t({ th: 'เลขที่อ้างอิง', en: 'Reference' }), <span key="reference" className="reference">{application.reference}</span>],
        [t({ th: 'ธนาคาร', en: 'Bank' }), t(application.bank.name)],
        [t({ th: 'เริ่มเมื่อ', en: 'Begun' }), formatDateTime(application.created_at, language)],
      ]} />
    </section>
  );
}

const WAY: readonly { state: ApplicationState; title: Text }[] = [
  { state: 'ASKING', title: { th: 'ส่งคำขอไปที่ธนาคาร', en: 'Request sent to the bank' } },
  { state: 'PENDING', title: { th: 'รอท่านยืนยันในแอปธนาคาร', en: 'Waiting for you to confirm in the bank’s app' } },
  { state: 'CONFIRMED', title: { th: 'ธนาคารยืนยันตัวตนแล้ว กำลังรับข้อมูล', en: 'Identity confirmed, receiving your data' } },
  { state: 'RECEIVING', title: { th: 'ตรวจสอบลายมือชื่อของข้อมูล', en: 'Checking the signature of the data' } },
];
const SAID: Partial<Record<ApplicationState, Text>> = {
  ASKING: { th: 'กำลังส่งคำขอไปที่ธนาคาร', en: 'Sending the request to the bank' }, PENDING: { th: 'รอท่านยืนยันในแอปธนาคาร', en: 'Waiting for you to confirm in the bank’s app' },
  CONFIRMED: { th: 'ธนาคารยืนยันตัวตนของท่านแล้ว กำลังรับข้อมูล', en: 'The bank has confirmed your identity. Receiving your data.' }, RECEIVING: { th: 'กำลังตรวจสอบข้อมูลที่ได้รับ', en: 'Checking the data received' },
};

function Wait({ info, application }: { info: PortalInfo; application: Application }) {
  const t = useText();
  const { language } = useLanguage();
  const [asking, setAsking] = useState(false);
  const cancelling = useAction(() => act(application.id, 'cancel'), () => setAsking(false));
  const { id, state, short_code, expires_at, on_the_fly, history, bank } = application;
  const onEnd = useCallback(() => refresh(id), [id]);
  const place = WAY.findIndex((each) => each.state === state);
  const at = (wanted: ApplicationState): string | undefined => history.findLast((each) => each.state === wanted)?.at;
  const isWithBank = state === 'ASKING' || state === 'PENDING';
  return (
    <>
      {isWithBank && (
        <section className="card code-card">
          {short_code ? <ShortCode code={short_code} label={t({ th: 'รหัสของคำขอนี้', en: 'Code of this request' })} /> : <div className="short-code short-code-coming" aria-hidden><span className="short-code-label">{t({ th: 'รหัสของคำขอนี้', en: 'Code of this request' })}</span><span className="short-code-value">··-··</span></div>}
          <ol className="orders">
            <li>{t({ th: 'เปิดแอปของ {bank}', en: 'Open the app of {bank}' }, { bank: bank.name })}{on_the_fly && <> {t({ th: 'แล้วลงทะเบียนบริการ NDID ตามการแจ้งเตือน', en: 'and register for NDID as its notification asks' })}</>}</li>
            <li>{t({ th: 'แตะการแจ้งเตือนจาก {organisation}', en: 'Tap the notification about {organisation}' }, { organisation: info.organisation })}</li>
            <li><strong>{t({ th: 'ตรวจว่ารหัสในแอปตรงกับรหัสนี้ แล้วจึงยืนยัน', en: 'Check that the app shows this same code, then confirm' })}</strong></li>
          </ol>
          <p className="small muted">{t({ th: 'หากรหัสไม่ตรงกัน หรือท่านไม่ได้ทำรายการนี้เอง ให้กดปฏิเสธในแอป', en: 'If the codes differ, or you did not start this, reject it in the app.' })}</p>
          {info.sandbox?.bank_app_url && <a className="button button-primary button-wide" href={info.sandbox.bank_app_url} target="_blank" rel="noopener"><span>{t({ th: 'เปิดแอปธนาคาร', en: 'Open the bank app' })}<ExternalLink aria-hidden size={18} /></span><span className="sr-only">{t({ th: '(หน้าต่างใหม่)', en: '(new window)' })}</span></a>}
        </section>
      )}
      {!isWithBank && <section className="card code-card"><Working title={SAID[state]!} /></section>}
      <section className="card">
        <div className="way-head">
          <h2>{t({ th: 'สถานะ', en: 'Status' })}</h2>
          {expires_at && isWithBank && <Countdown until={expires_at} offsetMs={clockOffset()} onEnd={onEnd} />}
        </div>
        <p className="sr-only" role="status">{t(SAID[state]!)}</p>
        <Stepper steps={WAY.map(({ state: each, title }, index) => ({
          title: t(title), state: index < place ? 'done' : index === place ? 'now' : 'todo', // The line is there from the beginning, so that nothing moves when the time comes.
          detail: <span className="small">{index <= place && at(each) ? formatTime(at(each)!, language) : '\u00a0'}</span>,
        }))} />
      </section>
      {state !== 'RECEIVING' && <Button kind="quiet" onClick={() => setAsking(true)}>{t({ th: 'ยกเลิกการสมัคร', en: 'Cancel the application' })}</Button>}
      <Sheet open={asking} title={t({ th: 'ยกเลิกการสมัครหรือไม่', en: 'Cancel the application?' })} onClose={() => setAsking(false)} actions={
        <>
          <Button kind="danger" busy={cancelling.busy} onClick={() => cancelling.run(undefined)}>{t({ th: 'ยกเลิกการสมัคร', en: 'Cancel the application' })}</Button>
          <Button kind="secondary" onClick={() => setAsking(false)}>{t({ th: 'รอต่อไป', en: 'Keep waiting' })}</Button>
        </>
      }>
        <p>{t({ th: 'คำขอที่ธนาคารจะถูกปิด และจะไม่มีข้อมูลใดถูกใช้', en: 'The request at the bank is closed, and no data are used.' })}</p>
        {cancelling.problem && <ProblemNotice problem={cancelling.problem} />}
      </Sheet>
    </>
  );
}

function Result({ application }: { application: Application }) {
  const t = useText();
  const { language } = useLanguage();
  const result = application.result!;
  return (
    <>
      <Outcome icon={BadgeCheck} title={{ th: 'เราได้รับการสมัครของท่านแล้ว', en: 'We have received your application' }}>
        <p className="muted">{t({ th: '{bank} ยืนยันตัวตนของท่านเมื่อ {at}', en: '{bank} verified your identity on {at}' }, { bank: application.bank.name, at: formatDateTime(application.ended_at!, language) })}</p>
      </Outcome>
      {result.data.map(({ service_id, name, source, content, received_at }) => (
        <section key={service_id} className="card">
          <h2>{t(name)}</h2>
          <p className="verified"><BadgeCheck aria-hidden size={20} /><span>{t({ th: 'ข้อมูลจาก {source} ตรวจสอบลายมือชื่อดิจิทัลแล้ว', en: 'Data from {source}, digital signature verified' }, { source })}</span></p>
          <DataView content={content} name={service_id.replace(/[^\w.-]/g, '_')} />
          <p className="small muted">{t({ th: 'ได้รับเมื่อ {at}', en: 'Received {at}' }, { at: formatDateTime(received_at, language) })}</p>
        </section>
      ))}
      <Notice>{t({ th: 'เก็บเลขที่อ้างอิง {reference} ไว้ เราจะติดต่อท่านเพื่อดำเนินการต่อ', en: 'Keep the reference {reference}. We will contact you about what comes next.' }, { reference: application.reference })}</Notice>
      <Link href="/" className="button button-secondary button-wide">{t({ th: 'กลับหน้าแรก', en: 'Back to the start' })}</Link>
    </>
  );
}

/** The platform is away (GN-11): the same request can be sent again. */
function Standing({ application }: { application: Application }) {
  const t = useText();
  const retrying = useAction(() => act(application.id, 'retry'));
  const cancelling = useAction(() => act(application.id, 'cancel'));
  const end = application.end!;
  const problem = retrying.problem ?? cancelling.problem;
  return (
    <>
      <Outcome icon={PlugZap} kind="warn" title={end.message}><p>{t(end.next)}</p><p className="end-code">{end.code}</p></Outcome>
      {problem && <ProblemNotice problem={problem} />}
      <Button busy={retrying.busy} onClick={() => retrying.run(undefined)}>{t({ th: 'ลองใหม่', en: 'Try again' })}</Button>
      <Button kind="quiet" busy={cancelling.busy} onClick={() => cancelling.run(undefined)}>{t({ th: 'ยกเลิกการสมัคร', en: 'Cancel the application' })}</Button>
    </>
  );
}

const END_SIGNS: Partial<Record<ApplicationState, LucideIcon>> = { REJECTED: CircleSlash, TIMED_OUT: Clock3, NO_BANK: SearchX, CANCELLED: Ban };

function End({ application }: { application: Application }) {
  const t = useText();
  const { draft } = useDraft();
  const end = application.end!;
  const path = `/apply/${application.product.id}`;
  // The number is still here unless the page was loaded anew.
  const again = end.action === 'CHOOSE_BANK' && draft.citizenId && draft.agreed === application.product.id ? `${path}/bank` : path;
  return (
    <>
      <Outcome icon={END_SIGNS[application.state] ?? TriangleAlert} kind={application.state === 'CANCELLED' ? 'info' : application.state === 'ERRORED' ? 'error' : 'warn'} title={end.message}>
        <p>{t(end.next)}</p>
        <p className="end-code">{end.code}</p>
      </Outcome>
      <Link href={again} className={classes('button', 'button-primary', 'button-wide')}>{end.action === 'CHOOSE_BANK' ? t({ th: 'เลือกธนาคารใหม่', en: 'Choose a bank again' }) : t({ th: 'สมัครใหม่', en: 'Apply again' })}</Link>
      <Link href="/" className="button button-quiet button-wide">{t({ th: 'กลับหน้าแรก', en: 'Back to the start' })}</Link>
    </>
  );
}
