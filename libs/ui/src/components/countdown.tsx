import { Clock3 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { formatSeconds, secondsLeft, spokenSeconds } from '../dates.js';
import { useText } from '../language.js';
import { classes } from '../classes.js';

/** When a screen reader is told how much is left: often enough to act, seldom enough to listen to anything else. */
const SPOKEN_SECONDS = [600, 300, 120, 60, 30, 10];

/** The clock of the server, as seen from here: its time at the last look and how far this device's clock is off. */
export function useNow(offsetMs = 0, everyMs = 1000): Date {
  const [now, setNow] = useState(() => new Date(Date.now() + offsetMs));
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date(Date.now() + offsetMs)), everyMs);
    return () => clearInterval(timer);
  }, [offsetMs, everyMs]);
  return now;
}

/** Time left until an instant of the server; `offsetMs` is what the server's clock is ahead of this one. */
export function Countdown({ until, offsetMs = 0, onEnd }: { until: string; offsetMs?: number; onEnd?: () => void }) {
  const t = useText();
  const left = secondsLeft(until, useNow(offsetMs));
  const ended = useRef(false);
  useEffect(() => {
    if (left > 0) ended.current = false;
    else if (!ended.current) { ended.current = true; onEnd?.(); }
  }, [left, onEnd]);
  const spoken = SPOKEN_SECONDS.filter((each) => each >= left).at(-1);
  return (
    <span className={classes('countdown', left <= 60 && 'countdown-soon')}>
      <Clock3 aria-hidden size={18} /><span aria-hidden>{t({ th: 'เหลือเวลา {time}', en: '{time} left' }, { time: formatSeconds(left) })}</span>
      <span className="sr-only">{t(spokenSeconds(left))}</span>
      <span className="sr-only" aria-live="polite">{spoken !== undefined && t(spokenSeconds(left === 0 ? 0 : spoken))}</span>
    </span>
  );
}
