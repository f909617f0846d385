import { Button, Form, Notice, Outcome, ProblemNotice, Skeleton, useText, type Text } from '@trine/ui';
import { Landmark, SearchX } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Application, ApplicationInput, Bank, Banks } from './api.js';
import type { ApplyPageProps } from './app.js';
import { newKey, useDraft } from './draft.js';
import { api, useAction, useBanks } from './server.js';
import { Step } from './shell.js';
import { Summary } from './summary.js';

/** The bank that is to verify the person: those that know them first (KB-90). */
export function BankPage({ info, product, citizenId }: ApplyPageProps & { citizenId: string }) {
  const t = useText();
  const { draft } = useDraft();
  const banks = useBanks(citizenId);
  return (
    <Step info={info} step={2} back={`/apply/${product.id}/consent`} title={{ th: 'เลือกธนาคารที่จะยืนยันตัวตนให้ท่าน', en: 'Choose the bank that verifies you' }} aside={<Summary product={product} without={draft.without} />}>
      {banks.data ? (
        banks.data.known.length + banks.data.on_the_fly.length > 0 ? <Choice info={info} product={product} citizenId={citizenId} banks={banks.data} /> : <NoBank product={product.id} />
      ) : banks.problem ? (
        <ProblemNotice problem={banks.problem}>
          {banks.problem.code === 'CITIZEN_ID_INVALID'
            ? <Link href={`/apply/${product.id}`} className="button button-primary button-wide">{t({ th: 'แก้ไขเลข', en: 'Change the number' })}</Link>
            : <Button onClick={() => banks.again()}>{t({ th: 'ลองใหม่', en: 'Try again' })}</Button>}
        </ProblemNotice>
      ) : <Skeleton kind="list" lines={3} />}
    </Step>
  );
}

function Choice({ info, product, citizenId, banks: { known, on_the_fly } }: ApplyPageProps & { citizenId: string; banks: Banks }) {
  const t = useText();
  const [, go] = useLocation();
  const { draft, change } = useDraft();
  const [bank, setBank] = useState(known.length === 1 ? known[0]!.id : undefined);
  const [missing, setMissing] = useState(false);
  const sending = useAction(
    (bank_id: string) => {
      const items = product.items.map(({ service_id }) => service_id).filter((id) => !draft.without.includes(id));
      return api.send<Application>('POST', '/applications', { key: draft.key, product: product.id, namespace: 'citizen_id', citizen_id: citizenId, bank_id, items, consent_version: info.consent.version } satisfies ApplicationInput);
    },
    ({ id }) => {
      // The next press is another application.
      change({ key: newKey() });
      go(`/applications/${id}`);
    },
  );
  const group = (label: Text, hint: Text, list: Bank[]) => list.length > 0 && (
    <fieldset className="banks">
      <legend>{t(label)}</legend>
      <p className="small muted">{t(hint)}</p>
      <div className="choices">
        {list.map(({ id, name }) => (
          <label key={id} className="choice choice-bank">
            <input type="radio" name="bank" value={id} checked={bank === id} onChange={() => { setBank(id); setMissing(false); }} />
            <span className="bank-sign"><Landmark aria-hidden size={20} /></span>
            <span className="choice-title">{t(name)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
  return (
    <Form className="stack" onSubmit={() => (bank ? sending.run(bank) : setMissing(true))}>
      {group({ th: 'ธนาคารที่ท่านลงทะเบียนไว้แล้ว', en: 'Banks where you are registered' }, { th: 'เร็วที่สุด ยืนยันในแอปได้ทันที', en: 'Fastest: confirm in the app at once' }, known)}
      {group({ th: 'ธนาคารอื่น ลงทะเบียนระหว่างทำรายการ', en: 'Another bank, register on the way' }, { th: 'ท่านต้องเป็นลูกค้าของธนาคารและใช้แอปของธนาคารอยู่แล้ว', en: 'You need to be a customer of the bank and use its app' }, on_the_fly)}
      <Notice>{t({ th: 'ธนาคารจะส่งการแจ้งเตือนไปที่แอปของท่าน ท่านมีเวลา {minutes} นาทีในการยืนยัน', en: 'The bank sends a notification to your app. You have {minutes} minutes to confirm.' }, { minutes: Math.round(info.timeout_seconds / 60) })}</Notice>
      <p className="field-error" aria-live="polite">{missing && t({ th: 'กรุณาเลือกธนาคาร', en: 'Please choose a bank' })}</p>
      {sending.problem && <ProblemNotice problem={sending.problem} />}
      <Button type="submit" busy={sending.busy}>{sending.problem ? t({ th: 'ลองใหม่', en: 'Try again' }) : t({ th: 'ส่งคำขอไปที่ธนาคาร', en: 'Send the request to the bank' })}</Button>
    </Form>
  );
}

function NoBank({ product }: { product: string }) {
  const t = useText();
  return (
    <>
      <Outcome icon={SearchX} kind="warn" title={{ th: 'ไม่พบธนาคารที่ยืนยันตัวตนของท่านได้', en: 'No bank was found that can verify you' }}>
        <p>{t({ th: 'กรุณาลงทะเบียนบริการ NDID กับธนาคารของท่านก่อน แล้วกลับมาสมัครใหม่ หรือตรวจสอบเลขประจำตัวประชาชน', en: 'Please register for NDID with your bank first, then come back. Or check your citizen number.' })}</p>
      </Outcome>
      <Link href={`/apply/${product}`} className="button button-primary button-wide">{t({ th: 'แก้ไขเลข', en: 'Change the number' })}</Link>
      <Link href="/" className="button button-quiet button-wide">{t({ th: 'กลับหน้าแรก', en: 'Back to the start' })}</Link>
    </>
  );
}
