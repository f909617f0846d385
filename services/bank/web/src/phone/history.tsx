import { Button, Facts, formatDateTime, List, ListItem, Outcome, Sheet, useLanguage, useText, type Text } from '@trine/ui';
import { Ban, CircleCheck, CircleX, ClockAlert, Download, FileClock, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { Disclosure, History } from '../api.js';
import { useGet } from '../shared/server.js';
import { api, Loaded } from './bank.js';
import { MainPage } from './home.js';

const OUTCOMES: Readonly<Record<Disclosure['outcome'], { text: Text; icon: LucideIcon }>> = {
  ACCEPTED: { text: { th: 'ยอมรับและส่งข้อมูลแล้ว', en: 'Accepted, data sent' }, icon: CircleCheck },
  REJECTED: { text: { th: 'ปฏิเสธ ไม่ได้ส่งข้อมูล', en: 'Rejected, no data sent' }, icon: Ban },
  ERROR: { text: { th: 'ไม่สำเร็จ ไม่ได้ส่งข้อมูล', en: 'Not successful, no data sent' }, icon: CircleX },
  EXPIRED: { text: { th: 'หมดอายุ ไม่ได้ส่งข้อมูล', en: 'Expired, no data sent' }, icon: ClockAlert },
};

/** To whom the customer disclosed what, and the receipt of each consent. */
export function DisclosureHistory() {
  const t = useText();
  const { language } = useLanguage();
  const answer = useGet<History>(api, '/history');
  const [shown, show] = useState<Disclosure>();
  return (
    <MainPage title={t({ th: 'ประวัติการให้ข้อมูล', en: 'What I disclosed' })}>
      <Loaded answer={answer}>
        {({ disclosures }) => (disclosures.length === 0
          ? <Outcome icon={FileClock} kind="info" title={{ th: 'ยังไม่มีประวัติการให้ข้อมูล', en: 'Nothing was disclosed yet' }} />
          : <List>{disclosures.map((each) => <ListItem key={each.id} icon={OUTCOMES[each.outcome].icon} title={t(each.organisation)} detail={<>{t(each.service)}<br />{t(OUTCOMES[each.outcome].text)} · {formatDateTime(each.at, language)}</>} onPress={() => show(each)} />)}</List>)}
      </Loaded>
      <Sheet open={shown !== undefined} onClose={() => show(undefined)} title={shown ? t(shown.organisation) : ''} actions={
        <>
          {shown?.receipt && <a className="button button-primary button-wide" href={shown.receipt} download={`consent-${shown.id}.json`}><Download aria-hidden size={20} /> {t({ th: 'ดาวน์โหลดใบรับรองการให้ความยินยอม', en: 'Download the receipt of consent' })}</a>}
          <Button kind="secondary" onClick={() => show(undefined)}>{t({ th: 'ปิด', en: 'Close' })}</Button>
        </>
      }>
        {shown && (
          <Facts facts={[
            [t({ th: 'บริการ', en: 'Service' }), t(shown.service)],
            [t({ th: 'ผล', en: 'Outcome' }), t(OUTCOMES[shown.outcome].text)],
            [t({ th: 'เวลา', en: 'Time' }), formatDateTime(shown.at, language)],
            [t({ th: 'ข้อมูล', en: 'Data' }), shown.items.map((item) => `${t(item.name)} (${t(item.source)})`).join('\n') || t({ th: 'ตัวตนของท่านตามที่ธนาคารยืนยัน', en: 'Your identity, as confirmed by the bank' })],
          ]} />
        )}
      </Sheet>
    </MainPage>
  );
}
