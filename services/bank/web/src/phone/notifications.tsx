import { Button, formatRelative, List, ListItem, Outcome, Page, useLanguage, useNow, useText } from '@trine/ui';
import { BadgeCheck, BellOff, FilePenLine, Fingerprint, ShieldOff, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Notification, Notifications } from '../api.js';
import { useAction } from '../shared/server.js';
import { api, clockOffset, keep, Loaded, queries, useNotifications } from './bank.js';

const ICONS: Readonly<Record<string, LucideIcon>> = { 'NT-01': FilePenLine, 'NT-02': BadgeCheck, 'NT-03': Fingerprint, 'NT-07': ShieldOff, 'NT-08': TriangleAlert };
const PAGE_COUNT_MIN = 20;

/** A new notification, once however often it comes (GN-14). */
export function keepNotification(notification: Notification): void {
  keep<Notifications>('/notifications', (known) => {
    if (!known) return known;
    const seen = known.notifications.find(({ id }) => id === notification.id);
    const unreadBefore = seen && !seen.read_at ? 1 : 0;
    const unreadNow = notification.read_at ? 0 : 1;
    return { unread: known.unread - unreadBefore + unreadNow, notifications: seen ? known.notifications.map((each) => (each.id === notification.id ? notification : each)) : [notification, ...known.notifications] };
  });
}

/** What is behind the bell (KB-64): newest first. */
export function NotificationList() {
  const t = useText();
  const { language } = useLanguage();
  const [, go] = useLocation();
  const now = useNow(clockOffset(), 30_000);
  const answer = useNotifications();
  const [complete, setComplete] = useState(false);
  const open = (notification: Notification) => {
    if (!notification.read_at) {
      keepNotification({ ...notification, read_at: new Date().toISOString() });
      // What could not be marked read shows as unread at the next look, and can be tapped again.
      void api.send('POST', `/notifications/${encodeURIComponent(notification.id)}/read`, {}).catch(() => queries.invalidateQueries({ queryKey: ['/notifications'] }));
    }
    if (notification.link?.startsWith('/')) go(notification.link);
  };
  const older = useAction((before: string) => api.get<Notifications>(`/notifications?before=${encodeURIComponent(before)}`), ({ notifications }) => {
    setComplete(notifications.length < PAGE_COUNT_MIN);
    queries.setQueryData<Notifications>(['/notifications'], (known) => known && { ...known, notifications: [...known.notifications, ...notifications.filter(({ id }) => known.notifications.every((each) => each.id !== id))] });
  });
  return (
    <Page title={t({ th: 'การแจ้งเตือน', en: 'Notifications' })} onBack={() => go('/')}>
      <Loaded answer={answer}>
        {({ notifications }) => (notifications.length === 0
          ? <Outcome icon={BellOff} kind="info" title={{ th: 'ยังไม่มีการแจ้งเตือน', en: 'No notifications yet' }} />
          : (
            <>
              <List>
                {notifications.map((each) => (
                  <ListItem key={each.id} icon={ICONS[each.kind] ?? BadgeCheck} unread={!each.read_at} title={t(each.title)} onPress={() => open(each)}
                    detail={<>{t(each.body)}<br />{!each.read_at && <span className="sr-only">{t({ th: 'ยังไม่ได้อ่าน', en: 'Unread' })} </span>}{formatRelative(each.created_at, now, language)}</>} />
                ))}
              </List>
              {!complete && notifications.length >= PAGE_COUNT_MIN && <Button kind="quiet" busy={older.busy} onClick={() => older.run(notifications.at(-1)?.id ?? '')}>{t({ th: 'ดูเพิ่มเติม', en: 'Show more' })}</Button>}
            </>
          ))}
      </Loaded>
    </Page>
  );
}
