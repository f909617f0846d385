import { Bell as BellIcon, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLanguage, useText } from '../language.js';
import { LANGUAGES } from '../text.js';
import { classes } from '../classes.js';

/** The other language, one tap away (GN-02). Each language is named in itself. */
export function LanguageSwitch() {
  const { language, setLanguage } = useLanguage();
  return (
    <div className="language" role="group" aria-label="ภาษา / Language">
      {LANGUAGES.map((each) => <button key={each} type="button" lang={each} aria-pressed={each === language} onClick={() => setLanguage(each)}>{each === 'th' ? <>ไทย</> : <>EN<span className="sr-only"> English</span></>}</button>)}
    </div>
  );
}

/** The same as one small button, which names the language it leads to: in the bar of every page. */
export function OtherLanguage() {
  const { language, setLanguage } = useLanguage();
  return language === 'th'
    ? <button type="button" className="icon-button other-language" lang="en" onClick={() => setLanguage('en')}>EN<span className="sr-only"> English</span></button>
    : <button type="button" className="icon-button other-language" lang="th" onClick={() => setLanguage('th')}>ไทย</button>;
}

/** The bell at the top right (KB-64), with the number of unread notifications. */
export function Bell({ unread, onPress }: { unread: number; onPress(): void }) {
  const t = useText();
  const label = unread > 0 ? t({ th: 'การแจ้งเตือน ยังไม่ได้อ่าน {n} รายการ', en: 'Notifications, {n} unread' }, { n: unread }) : t({ th: 'การแจ้งเตือน', en: 'Notifications' });
  return <button type="button" className="icon-button bell" aria-label={label} onClick={onPress}><BellIcon aria-hidden />{unread > 0 && <span className="badge" aria-hidden>{unread > 99 ? '99+' : unread}</span>}</button>;
}

export interface BottomNavItem { label: ReactNode; icon: LucideIcon; current: boolean; badge?: number; onPress(): void }

export function BottomNav({ items }: { items: readonly BottomNavItem[] }) {
  const t = useText();
  return (
    <nav className="bottom-nav" aria-label={t({ th: 'เมนูหลัก', en: 'Main menu' })}>
      {items.map(({ label, icon: Icon, current, badge, onPress }, index) => (
        <button key={index} type="button" className={classes(current && 'current')} aria-current={current ? 'page' : undefined} onClick={onPress}>
          <span className="bottom-nav-icon"><Icon aria-hidden size={24} />{badge ? <span className="badge">{badge}</span> : null}</span><span>{label}</span>
        </button>
      ))}
    </nav>
  );
}
