import { Button, LanguageSwitch, ProblemNotice, ProgressSteps, Skeleton, useText, type Text } from '@trine/ui';
import { ChevronLeft, ShieldCheck } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { PortalInfo } from './api.js';
import { SandboxPanel } from './sandbox-panel.js';
import { usePortalInfo, type Answer } from './server.js';

export const STEPS: readonly Text[] = [
  { th: 'เลขประจำตัวประชาชน', en: 'Citizen number' }, { th: 'ความยินยอม', en: 'Consent' }, { th: 'เลือกธนาคาร', en: 'Choose your bank' }, { th: 'ยืนยันในแอปธนาคาร', en: 'Confirm in your bank’s app' },
];

export interface StepProps {
  info: PortalInfo;
  title: Text;
  /** Place in {@link STEPS}. */
  step?: number;
  back?: string | undefined;
  children: ReactNode;
  /** Beside the content on a desktop, below it on a phone. */
  aside?: ReactNode;
  /** Takes the number of a fictional person, in the sandbox. */
  onPick?: (citizenId: string) => void;
  wide?: boolean;
}

/** A page of the portal: header, heading, content, what belongs beside it. A new page starts at its top and its heading. */
export function Step({ info, title, step, back, children, aside, onPick, wide }: StepProps) {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const words = t(title);
  useEffect(() => { document.title = `${words} · ${t(info.organisation)}`; }, [words, t, info.organisation]);
  useEffect(() => {
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Frame organisation={info.organisation}>
      <div className={wide ? 'columns columns-wide' : 'columns'}>
        <main className="content" id="content">
          {back && <Link href={back} className="back"><ChevronLeft aria-hidden size={20} />{t({ th: 'ย้อนกลับ', en: 'Back' })}</Link>}
          {step !== undefined && <ProgressSteps steps={STEPS} current={step} />}
          <h1 ref={heading} tabIndex={-1}>{words}</h1>
          {children}
        </main>
        <aside className="beside" aria-label={t({ th: 'ข้อมูลประกอบ', en: 'About this application' })}>
          {aside}
          {info.sandbox && <SandboxPanel sandbox={info.sandbox} onPick={onPick} />}
        </aside>
      </div>
    </Frame>
  );
}

function Frame({ organisation, children }: { organisation: Text | undefined; children: ReactNode }) {
  const t = useText();
  return (
    <div className="frame">
      <header className="top">
        <div className="top-inner">
          <Link href="/" className="brand"><span className="brand-sign"><ShieldCheck aria-hidden size={22} /></span><span>{organisation ? t(organisation) : '\u00a0'}</span></Link>
          <LanguageSwitch />
        </div>
      </header>
      {children}
      <footer className="bottom"><p>{t({ th: 'ยืนยันตัวตนผ่านบริการ NDID ข้อมูลของท่านถูกเข้ารหัสและใช้เพื่อการสมัครนี้เท่านั้น', en: 'Identity verification by NDID. Your data are encrypted and used for this application only.' })}</p></footer>
    </div>
  );
}

/** What is shown before the portal has said what it offers. */
export function Loading({ answer }: { answer?: Answer<unknown> }) {
  const t = useText();
  const info = usePortalInfo();
  return (
    <Frame organisation={info.data?.organisation}>
      <div className="columns"><main className="content">
        <h1 className="sr-only">{t({ th: 'กำลังโหลด', en: 'Loading' })}</h1>
        {answer?.problem ? <ProblemNotice problem={answer.problem}><Button onClick={() => answer.again()}>{t({ th: 'ลองใหม่', en: 'Try again' })}</Button></ProblemNotice> : <Skeleton kind="card" lines={3} />}
      </main></div>
    </Frame>
  );
}
