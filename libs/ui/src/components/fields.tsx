import { Delete } from 'lucide-react';
import { type FormEvent, type InputHTMLAttributes, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { citizenIdProblem, formatCitizenId, parseCitizenId } from '../citizen-id.js';
import { digitsOf } from '../digits.js';
import { useText } from '../language.js';
import { classes } from '../classes.js';

export interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  label: ReactNode;
  value: string;
  onChange(value: string): void;
  hint?: ReactNode;
  error?: ReactNode;
  end?: ReactNode;
}

/** A labelled field; its hint and error belong to it for screen readers too. */
export function TextField({ label, value, onChange, hint, error, end, className, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className={classes('field', Boolean(error) && 'field-wrong', className)}>
      <label htmlFor={id}>{label}</label>
      <div className="field-box">
        <input {...rest} id={id} value={value} onChange={(event) => onChange(event.target.value)} aria-invalid={error ? true : undefined}
          aria-describedby={classes(Boolean(hint) && `${id}-hint`, Boolean(error) && `${id}-error`) || undefined} />
        {end}
      </div>
      {hint && <p id={`${id}-hint`} className="field-hint">{hint}</p>}
      <p id={`${id}-error`} className="field-error" aria-live="polite">{error}</p>
    </div>
  );
}

/** Digits only, Thai ones too (GN-04); `onChange` gets 0-9. */
export function DigitsField({ onChange, length, ...rest }: TextFieldProps & { length: number }) {
  return <TextField {...rest} inputMode="numeric" autoComplete={rest.autoComplete ?? 'off'} onChange={(typed) => onChange(digitsOf(typed).slice(0, length))} />;
}

/**
 * The citizen number (GN-05): any spelling is taken, what is wrong is said on the spot once the person has left the field
 * or typed all of it. `onChange` gets the 13 digits, or undefined while they are not a citizen number.
 */
export function CitizenIdField({ label, onChange, initial = '', ...rest }: Omit<TextFieldProps, 'value' | 'onChange' | 'error'> & { onChange(citizenId: string | undefined): void; initial?: string }) {
  const t = useText();
  const [typed, setTyped] = useState(formatCitizenId(initial));
  const [left, setLeft] = useState(false);
  const problem = citizenIdProblem(typed);
  const shown = problem && (left || digitsOf(typed).length >= 13 || /[^\d\s๐-๙-]/.test(typed));
  return (
    <TextField {...rest} label={label} value={typed} inputMode="numeric" autoComplete="off" placeholder="1-2345-67890-12-3" maxLength={24} error={shown ? t(problem) : undefined}
      onBlur={() => setLeft(typed !== '')}
      onChange={(next) => {
        const parsed = parseCitizenId(next);
        setTyped(parsed ? formatCitizenId(parsed) : next);
        onChange(parsed);
      }} />
  );
}

export interface PinPadProps { label: ReactNode; length?: number; onComplete(pin: string): void; busy?: boolean; error?: ReactNode; children?: ReactNode }

/**
 * A PIN by touch, keyboard (Thai digits too) or screen reader: a real password field without the phone's own keyboard, and
 * keys that type into it. It empties itself after each try (`busy` and no longer), and never shows a digit.
 */
export function PinPad({ label, length = 6, onComplete, busy = false, error, children }: PinPadProps) {
  const t = useText();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [pin, setPin] = useState('');
  useEffect(() => { if (!busy) setPin(''); }, [busy]);
  useEffect(() => { input.current?.focus({ preventScroll: true }); }, []);
  const enter = (next: string) => {
    if (busy) return;
    const digits = digitsOf(next).slice(0, length);
    setPin(digits);
    if (digits.length === length && pin.length < length) onComplete(digits);
  };
  const key = (digit: string) => <button key={digit} type="button" className="pin-key" disabled={busy} onClick={() => enter(pin.length >= length ? digit : pin + digit)}>{digit}</button>;
  return (
    <div className={classes('pin', Boolean(error) && 'pin-wrong')}>
      <label htmlFor={id} className="pin-label">{label}</label>
      <div className="pin-dots">
        <input ref={input} id={id} type="password" inputMode="none" autoComplete="off" value={pin} onChange={(event) => enter(event.target.value)} aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-error`} data-1p-ignore data-lpignore="true" />
        {Array.from({ length }, (_, index) => <span key={index} aria-hidden className={index < pin.length ? 'filled' : undefined} />)}
      </div>
      <p className="sr-only" role="status">{t({ th: 'กรอกแล้ว {n} จาก {all} หลัก', en: '{n} of {all} digits entered' }, { n: pin.length, all: length })}</p>
      <p id={`${id}-error`} className="field-error pin-error" role={error ? 'alert' : undefined}>{error}</p>
      <div className="pin-keys" role="group" aria-label={t({ th: 'แป้นตัวเลข', en: 'Number pad' })}>
        {[...'123456789'].map(key)}
        <span className="pin-extra">{children}</span>
        {key('0')}
        <button type="button" className="pin-key" disabled={busy || pin === ''} aria-label={t({ th: 'ลบ', en: 'Delete' })} onClick={() => setPin(pin.slice(0, -1))}><Delete aria-hidden size={26} /></button>
      </div>
    </div>
  );
}

/** A form whose submit never reloads the page. */
export function Form({ onSubmit, children, className }: { onSubmit(): void; children: ReactNode; className?: string }) {
  return <form noValidate className={classes('form', className)} onSubmit={(event: FormEvent) => { event.preventDefault(); onSubmit(); }}>{children}</form>;
}
