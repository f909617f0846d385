import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useText } from '../language.js';
import { Button } from './basics.js';

export interface TermsReaderProps { title: ReactNode; version: string; body: string; busy?: boolean; onAccept(): void; onDecline(): void; acceptLabel?: ReactNode; declineLabel?: ReactNode; children?: ReactNode }

/**
 * Terms to read before accepting (KB-33): “ยอมรับ” comes alive once their end has been on the screen. The text can be
 * scrolled by keyboard; blank lines part paragraphs.
 */
export function TermsReader({ title, version, body, busy = false, onAccept, onDecline, acceptLabel, declineLabel, children }: TermsReaderProps) {
  const t = useText();
  const [text, end] = [useRef<HTMLDivElement>(null), useRef<HTMLSpanElement>(null)];
  const [read, setRead] = useState(false);
  useEffect(() => {
    setRead(false);
    const observer = new IntersectionObserver((entries) => { if (entries.some((each) => each.isIntersecting)) setRead(true); }, { root: text.current, rootMargin: '0px 0px 24px 0px' });
    if (end.current) observer.observe(end.current);
    return () => observer.disconnect();
  }, [version]);
  return (
    <div className="terms">
      <div ref={text} className="terms-text" tabIndex={0} role="region" aria-label={typeof title === 'string' ? title : t({ th: 'ข้อกำหนดและเงื่อนไข', en: 'Terms and conditions' })}>
        <h2>{title}</h2>
        {body.split(/\n{2,}|\n(?=\d+[.)] )/).map((paragraph, index) => <p key={index}>{paragraph}</p>)}
        {children}
        <p className="terms-version">{t({ th: 'ฉบับที่ {version}', en: 'Version {version}' }, { version })}</p>
        <span ref={end} className="terms-end" />
      </div>
      <div className="terms-actions">
        <p className="field-hint" role="status">{read ? '' : t({ th: 'เลื่อนอ่านจนจบเพื่อกดยอมรับ', en: 'Scroll to the end to accept' })}</p>
        <Button disabled={!read} busy={busy} onClick={onAccept}>{acceptLabel ?? t({ th: 'ยอมรับ', en: 'Accept' })}</Button>
        <Button kind="quiet" onClick={onDecline}>{declineLabel ?? t({ th: 'ไม่ยอมรับ', en: 'Decline' })}</Button>
      </div>
    </div>
  );
}
