import { Countdown, formatRelative, List, ListItem, Outcome, useLanguage, useNow, useText, type Text } from '@trine/ui';
import { Building2, Inbox } from 'lucide-react';
import { useLocation } from 'wouter';
import type { RequestSummary } from '../api.js';
import { clockOffset, Loaded, useRequests } from './bank.js';
import { MainPage, OPEN_STEPS } from './home.js';

const CLOSED: Readonly<Record<string, Text>> = {
  SENT: { th: 'ส่งข้อมูลแล้ว', en: 'Data sent' },
  REJECTED: { th: 'ปฏิเสธแล้ว', en: 'Rejected' },
  EXPIRED: { th: 'หมดอายุแล้ว', en: 'Expired' },
  FAILED: { th: 'ไม่สำเร็จ', en: 'Not successful' },
};

/** One request in a list: who asks, for what, and how long it waits. */
export function RequestItem({ request }: { request: RequestSummary }) {
  const t = useText();
  const { language } = useLanguage();
  const [, go] = useLocation();
  const now = useNow(clockOffset(), 30_000);
  const open = OPEN_STEPS.includes(request.step);
  const closed = CLOSED[request.step];
  return (
    <ListItem icon={Building2} title={t(request.organisation)} onPress={() => go(`/requests/${encodeURIComponent(request.id)}`)}
      detail={<>{t(request.service)}<br />{open ? <Countdown until={request.expires_at} offsetMs={clockOffset()} /> : <>{closed && t(closed)} · {formatRelative(request.asked_at, now, language)}</>}</>} />
  );
}

/** The verification requests that the customer themselves started (KB-65). */
export function RequestList() {
  const t = useText();
  const answer = useRequests();
  return (
    <MainPage title={t({ th: 'คำขอยืนยันตัวตน', en: 'Verification requests' })}>
      <Loaded answer={answer}>
        {({ requests }) => {
          const open = requests.filter(({ step }) => OPEN_STEPS.includes(step));
          const closed = requests.filter(({ step }) => !OPEN_STEPS.includes(step));
          if (requests.length === 0) return <Outcome icon={Inbox} kind="info" title={{ th: 'ไม่มีคำขอที่รอการยืนยันตัวตน', en: 'No request is waiting for you' }}><p className="muted">{t({ th: 'เมื่อท่านเลือกธนาคารนี้ในแอปขององค์กรอื่น คำขอจะแสดงที่นี่', en: 'When you choose this bank in the app of an organisation, its request appears here' })}</p></Outcome>;
          return (
            <>
              {open.length > 0 && <section className="stack-small"><h2>{t({ th: 'ยืนยันตัวตนตามคำขอที่ท่านได้ดำเนินการไว้', en: 'Verify your identity for requests you started' })}</h2><List>{open.map((each) => <RequestItem key={each.id} request={each} />)}</List></section>}
              {closed.length > 0 && <section className="stack-small"><h2>{t({ th: 'เสร็จสิ้นแล้ว', en: 'Finished' })}</h2><List>{closed.map((each) => <RequestItem key={each.id} request={each} />)}</List></section>}
            </>
          );
        }}
      </Loaded>
    </MainPage>
  );
}
