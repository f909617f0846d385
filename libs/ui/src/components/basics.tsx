import { ChevronLeft, ChevronRight, CircleAlert, Info, LoaderCircle, TriangleAlert, type LucideIcon } from 'lucide-react';
import { type ButtonHTMLAttributes, type ReactNode, useEffect, useRef } from 'react';
import { classes } from '../classes.js';
import { useText } from '../language.js';
import type { Problem } from '../http.js';
import type { Text } from '../text.js';
import { OtherLanguage } from './navigation.js';

/** The bar at the top: back, the page's only `h1`, the other language (GN-02), and room for the bell. */
export function AppBar({ title, onBack, children, brand }: { title: ReactNode; onBack?: (() => void) | undefined; children?: ReactNode; brand?: boolean }) {
  const t = useText();
  return (
    <header className={classes('app-bar', brand && 'app-bar-brand')}>
      {onBack && <button type="button" className="icon-button" aria-label={t({ th: 'ย้อนกลับ', en: 'Back' })} onClick={onBack}><ChevronLeft aria-hidden /></button>}
      <h1 tabIndex={-1}>{title}</h1>
      <div className="app-bar-end"><OtherLanguage />{children}</div>
    </header>
  );
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  /** Work is under way: the button stays focusable and says so, and cannot be pressed again. */
  busy?: boolean;
  wide?: boolean;
}

export function Button({ kind = 'primary', busy = false, wide = true, className, children, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} className={classes('button', `button-${kind}`, wide && 'button-wide', className)} aria-busy={busy || undefined}
      aria-disabled={busy || undefined} onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}>
      {busy && <LoaderCircle className="spin" aria-hidden size={20} />}<span>{children}</span>
    </button>
  );
}

export function Card({ children, title, className }: { children: ReactNode; title?: ReactNode; className?: string }) {
  return <section className={classes('card', className)}>{title && <h2>{title}</h2>}{children}</section>;
}

export function List({ children, label }: { children: ReactNode; label?: string }) {
  return <ul className="list" aria-label={label}>{children}</ul>;
}

export interface ListItemProps { title: ReactNode; detail?: ReactNode; end?: ReactNode; icon?: LucideIcon; unread?: boolean; onPress?: (() => void) | undefined; href?: string }

/** A row; with `onPress` or `href` the whole row is one button or link. */
export function ListItem({ title, detail, end, icon: Icon, unread, onPress, href }: ListItemProps) {
  const inner = (
    <>
      {Icon && <span className="list-icon"><Icon aria-hidden size={22} /></span>}
      <span className="list-text"><span className="list-title">{title}</span>{detail && <span className="list-detail">{detail}</span>}</span>
      {end && <span className="list-end">{end}</span>}
      {(onPress || href) && <ChevronRight aria-hidden size={20} className="list-chevron" />}
    </>
  );
  const name = classes('list-item', unread && 'list-item-unread');
  return <li>{onPress ? <button type="button" className={name} onClick={onPress}>{inner}</button> : href ? <a className={name} href={href}>{inner}</a> : <div className={name}>{inner}</div>}</li>;
}

/** Names and values, e.g. registration details. */
export function Facts({ facts }: { facts: readonly (readonly [name: ReactNode, value: ReactNode])[] }) {
  return <dl className="facts">{facts.map(([name, value], index) => <div key={index}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

export interface NoticeProps { kind?: 'info' | 'warn' | 'error' | 'success'; title?: ReactNode; children?: ReactNode; code?: string | undefined }

/** What the person should know now. An error is announced at once. */
export function Notice({ kind = 'info', title, children, code }: NoticeProps) {
  const Icon = kind === 'error' ? CircleAlert : kind === 'warn' ? TriangleAlert : Info;
  return (
    <div className={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : kind === 'info' ? undefined : 'status'}>
      <Icon aria-hidden size={22} />
      <div>{title && <p className="notice-title">{title}</p>}{children && <div>{children}</div>}{code && <p className="notice-code">{code}</p>}</div>
    </div>
  );
}

/** A failure as GN-10 wants it: what happened, what to do next, the code. `children` are its buttons. */
export function ProblemNotice({ problem, children }: { problem: Problem; children?: ReactNode }) {
  const t = useText();
  return (
    <div className="problem">
      <Notice kind="error" title={t(problem.message)} code={problem.code}>
        {problem.next && <p>{t(problem.next)}</p>}
        {problem.attempts_left !== undefined && <p>{t({ th: 'เหลืออีก {n} ครั้ง', en: '{n} attempts left' }, { n: problem.attempts_left })}</p>}
      </Notice>
      {children && <div className="actions">{children}</div>}
    </div>
  );
}

/** A page below the app bar. `actions` stay at the thumb, above the safe area. */
export function Page({ title, onBack, bar, children, actions, brand }: { title: ReactNode; onBack?: (() => void) | undefined; bar?: ReactNode; children: ReactNode; actions?: ReactNode; brand?: boolean }) {
  const page = useRef<HTMLDivElement>(null);
  // A client-side route is a new page to everybody: start at its top, and at its heading for those who listen.
  useEffect(() => {
    scrollTo(0, 0);
    page.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="page" ref={page}>
      <AppBar title={title} onBack={onBack} brand={brand ?? false}>{bar}</AppBar>
      <main className="page-main">{children}</main>
      {actions && <div className="page-actions">{actions}</div>}
    </div>
  );
}

/** The end of a way: a large sign, one sentence, details. */
export function Outcome({ icon: Icon, kind = 'success', title, children }: { icon: LucideIcon; kind?: 'success' | 'warn' | 'error' | 'info'; title: Text; children?: ReactNode }) {
  const t = useText();
  return (
    <div className={`outcome outcome-${kind}`}>
      <div className="outcome-sign"><Icon aria-hidden size={44} strokeWidth={1.75} /></div>
      <p className="outcome-title" role="status">{t(title)}</p>
      {children}
    </div>
  );
}

/** The shape of what is still loading, so that nothing moves when it comes. */
export function Skeleton({ lines = 3, kind = 'text' }: { lines?: number; kind?: 'text' | 'card' | 'list' }) {
  const t = useText();
  return (
    <div className={`skeleton skeleton-${kind}`} role="status" aria-label={t({ th: 'กำลังโหลด', en: 'Loading' })}>
      {Array.from({ length: lines }, (_, index) => <span key={index} />)}
    </div>
  );
}

/** Work under way that takes seconds, said politely. */
export function Working({ title, children }: { title: Text; children?: ReactNode }) {
  const t = useText();
  return <div className="working"><div className="working-ring" aria-hidden /><p className="outcome-title" role="status">{t(title)}</p>{children}</div>;
}

/** Where the person is in a way of several steps. */
export function ProgressSteps({ steps, current }: { steps: readonly Text[]; current: number }) {
  const t = useText();
  const step = steps[Math.min(current, steps.length - 1)];
  return (
    <div className="progress-steps" role="progressbar" aria-valuemin={1} aria-valuemax={steps.length} aria-valuenow={Math.min(current + 1, steps.length)}
      aria-valuetext={step && t({ th: 'ขั้นตอนที่ {n} จาก {all}: {name}', en: 'Step {n} of {all}: {name}' }, { n: Math.min(current + 1, steps.length), all: steps.length, name: step })}
      aria-label={t({ th: 'ความคืบหน้า', en: 'Progress' })}>
      <div className="progress-bars" aria-hidden>{steps.map((_, index) => <span key={index} className={index < current ? 'done' : index === current ? 'now' : undefined} />)}</div>
      <p aria-hidden>{step && t({ th: 'ขั้นตอนที่ {n} จาก {all} · {name}', en: 'Step {n} of {all} · {name}' }, { n: Math.min(current + 1, steps.length), all: steps.length, name: step })}</p>
    </div>
  );
}

/** A numbered way to read, e.g. "how to register". */
export function Stepper({ steps }: { steps: readonly { title: ReactNode; detail?: ReactNode; state?: 'done' | 'now' | 'todo' }[] }) {
  return (
    <ol className="stepper">
      {steps.map((step, index) => <li key={index} className={step.state} aria-current={step.state === 'now' ? 'step' : undefined}><p className="stepper-title">{step.title}</p>{step.detail && <p>{step.detail}</p>}</li>)}
    </ol>
  );
}

/** The code that the person compares on both screens, large and read out character by character. */
export function ShortCode({ code, label }: { code: string; label: ReactNode }) {
  return (
    <div className="short-code">
      <span className="short-code-label">{label}</span>
      <span className="short-code-value" role="img" aria-label={[...code].join(' ')}>{[...code].map((character, index) => <span key={index} aria-hidden>{character}</span>)}</span>
    </div>
  );
}
