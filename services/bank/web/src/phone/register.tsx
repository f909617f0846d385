import { Button, Countdown, Notice, Outcome, Page, ProgressSteps, shotsForm, Skeleton, TermsReader, useText, Working, type FaceShots, type Problem, type Text } from '@trine/ui';
import { CircleCheck, CircleX, ClockAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Challenge, Enrolment, EnrolmentStep } from '../api.js';
import { useAction, useGet } from '../shared/server.js';
import { api, clockOffset, Failure, keepEnrolment, queries } from './bank.js';
import { PointNeeded, RegistrationDetails } from './ndid.js';
import { withAttempts } from './request.js';
import { SelfieCamera } from './selfie-camera.js';

const TITLE: Text = { th: 'ลงทะเบียนบริการ NDID', en: 'Register for NDID' };
const STEPS: readonly Text[] = [{ th: 'ข้อกำหนดการลงทะเบียน', en: 'Registration terms' }, { th: 'ข้อกำหนดการถ่ายรูป', en: 'Photo terms' }, { th: 'ถ่ายรูป selfie', en: 'Selfie' }, { th: 'เปรียบเทียบใบหน้า', en: 'Face comparison' }];
const AT: Readonly<Partial<Record<EnrolmentStep, number>>> = { TERMS: 0, PHOTO_TERMS: 1, SELFIE: 2, COMPARING: 3, REGISTERING: 3 };

/** Registration from the press on “ลงทะเบียน” on (KB-32 to KB-39): the bank says the step, also after the app was closed. */
export function Register() {
  const t = useText();
  const [, go] = useLocation();
  const requestId = new URLSearchParams(useSearch()).get('request_id');
  const [id, setId] = useState<string>();
  const start = useAction(() => api.send<Enrolment>('POST', '/ndid/enrolments', requestId ? { request_id: requestId } : {}), (reply) => { keepEnrolment(reply); setId(reply.id); });
  // Opening this page is the press; the bank makes one registration of several presses (KB-43).
  const begun = useRef(false);
  useEffect(() => {
    if (!begun.current) start.run(undefined);
    begun.current = true;
  }, [start]);
  const close = () => go('/ndid');
  if (start.problem) return <Page title={t(TITLE)} onBack={close}>{start.problem.action === 'GO_TO_POINT' ? <PointNeeded /> : <Failure problem={start.problem} onRetry={() => start.run(undefined)} onClose={close} />}</Page>;
  if (!id) return <Page title={t(TITLE)} onBack={close}><Skeleton kind="card" lines={3} /></Page>;
  return <EnrolmentStepPage id={id} onAgain={() => { setId(undefined); start.run(undefined); }} />;
}

function EnrolmentStepPage({ id, onAgain }: { id: string; onAgain(): void }) {
  const t = useText();
  const [, go] = useLocation();
  const path = `/ndid/enrolments/${encodeURIComponent(id)}`;
  const { data: enrolment, problem, again } = useGet<Enrolment>(api, path);
  const step = enrolment?.step;
  const waiting = step === 'COMPARING' || step === 'REGISTERING';
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(again, 2500);
    return () => clearInterval(timer);
  }, [waiting, again]);
  const terms = useAction((accepted: boolean) => api.send<Enrolment>('POST', `${path}/${step === 'TERMS' ? 'terms' : 'photo-terms'}`, { version: enrolment?.terms?.version, accepted }), (reply, accepted) => {
    keepEnrolment(reply);
    if (!accepted) go('/ndid');
  });
  const selfie = useAction((shots: FaceShots) => api.send<Enrolment>('POST', `${path}/selfie`, shotsForm(shots)), keepEnrolment);
  const close = () => go('/ndid');
  if (problem) return <Page title={t(TITLE)} onBack={close}><Failure problem={problem} onRetry={again} onClose={close} /></Page>;
  if (!enrolment) return <Page title={t(TITLE)} onBack={close}><Skeleton kind="card" lines={3} /></Page>;

  const at = AT[enrolment.step];
  const progress = at !== undefined && <ProgressSteps steps={STEPS} current={selfie.busy ? 3 : at} />;
  const ending = <Button onClick={close}>{t({ th: 'กลับไปบริการ NDID', en: 'Back to the NDID service' })}</Button>;
  switch (enrolment.step) {
    case 'TERMS':
    case 'PHOTO_TERMS':
      return (
        <Page key={enrolment.step} title={t(TITLE)} onBack={close}>
          {progress}
          {terms.problem && <Failure problem={terms.problem} onRetry={() => { terms.reset(); again(); }} onClose={close} />}
          {enrolment.terms && <TermsReader key={enrolment.terms.version} title={t(enrolment.terms.title)} version={enrolment.terms.version} body={t(enrolment.terms.body)} busy={terms.busy} onAccept={() => terms.run(true)} onDecline={() => terms.run(false)} />}
        </Page>
      );
    case 'SELFIE': {
      if (selfie.busy) return <Page title={t(TITLE)}>{progress}<Comparing step="COMPARING" /></Page>;
      const refused: Problem | undefined = selfie.problem ?? enrolment.error;
      return (
        <Page key="SELFIE" title={t({ th: 'ถ่ายรูป selfie', en: 'Take a selfie' })} onBack={close}>
          {progress}
          <p className="centre"><Countdown until={enrolment.expires_at} offsetMs={clockOffset()} onEnd={again} /></p>
          <SelfieCamera newChallenge={() => api.send<Challenge>('POST', `${path}/challenge`, {})} problem={refused && withAttempts(refused, enrolment.attempts_left)} onConfirm={selfie.run} onCancel={close} />
        </Page>
      );
    }
    case 'COMPARING':
    case 'REGISTERING':
      return <Page title={t(TITLE)}>{progress}<Comparing step={enrolment.step} /></Page>;
    case 'REGISTERED':
      return (
        <Page key="REGISTERED" title={t(TITLE)} actions={<><Button onClick={() => { void queries.invalidateQueries({ queryKey: ['/requests'] }); go('/requests'); }}>{t({ th: 'ดูคำขอยืนยันตัวตน', en: 'See verification requests' })}</Button><Button kind="quiet" onClick={close}>{t({ th: 'กลับไปบริการ NDID', en: 'Back to the NDID service' })}</Button></>}>
          <Outcome icon={CircleCheck} title={{ th: 'ลงทะเบียนบริการ NDID สำเร็จ', en: 'NDID registration successful' }} />
          {enrolment.registration && <RegistrationDetails registration={enrolment.registration} />}
        </Page>
      );
    case 'VERIFICATION_POINT':
      return <Page key="POINT" title={t(TITLE)} onBack={close} actions={ending}>{enrolment.error && enrolment.error.code === 'KB_FACE_MISMATCH' && <Notice kind="error" title={t(enrolment.error.message)} code={enrolment.error.code} />}<PointNeeded /></Page>;
    case 'DECLINED':
      return <Page key="DECLINED" title={t(TITLE)} onBack={close} actions={ending}><Outcome icon={CircleX} kind="info" title={{ th: 'ท่านยังไม่ได้ลงทะเบียน', en: 'You are not registered' }}><p className="muted">{t({ th: 'ท่านไม่ได้ยอมรับข้อกำหนดและเงื่อนไข', en: 'You did not accept the terms' })}</p></Outcome></Page>;
    case 'EXPIRED':
    case 'FAILED':
      return (
        <Page key={enrolment.step} title={t(TITLE)} onBack={close}>
          <Outcome icon={ClockAlert} kind="warn" title={enrolment.step === 'EXPIRED' ? { th: 'หมดเวลาลงทะเบียนแล้ว', en: 'The time for this registration is over' } : { th: 'ลงทะเบียนไม่สำเร็จ', en: 'Not registered' }} />
          {enrolment.error ? <Failure problem={enrolment.error} onRetry={onAgain} onClose={close} /> : <Button onClick={onAgain}>{t({ th: 'เริ่มลงทะเบียนใหม่', en: 'Start again' })}</Button>}
        </Page>
      );
  }
}

function Comparing({ step }: { step: 'COMPARING' | 'REGISTERING' }) {
  const t = useText();
  return <Working title={step === 'COMPARING' ? { th: 'ระบบจะทำการเปรียบเทียบใบหน้า', en: 'Comparing your face' } : { th: 'กำลังลงทะเบียน', en: 'Registering' }}><p className="muted">{t({ th: 'กรุณารอสักครู่ อย่าปิดหน้านี้', en: 'One moment, please keep this page open' })}</p></Working>;
}
