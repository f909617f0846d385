import { Button, CitizenIdField, citizenIdProblem, Form, useText } from '@trine/ui';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { ApplyPageProps } from './app.js';
import { useDraft } from './draft.js';
import { Step } from './shell.js';
import { Summary } from './summary.js';

/** The citizen number, checked where it is typed (GN-04, GN-05). */
export function NumberPage({ info, product }: ApplyPageProps) {
  const t = useText();
  const [, go] = useLocation();
  const { draft, change } = useDraft();
  const [picked, setPicked] = useState(draft.citizenId ?? '');
  const [citizenId, setCitizenId] = useState(draft.citizenId);
  const [pressed, setPressed] = useState(false);
  const pick = (number: string): void => {
    setPicked(number);
    setCitizenId(number);
  };
  return (
    <Step info={info} step={0} back="/" title={{ th: 'เลขประจำตัวประชาชนของท่าน', en: 'Your citizen number' }} aside={<Summary product={product} without={[]} />} onPick={pick}>
      <p className="lead">{t({ th: 'ใช้เพื่อค้นหาธนาคารที่ยืนยันตัวตนให้ท่านได้ ดูได้จากหน้าบัตรประชาชน', en: 'It is used to find the banks that can verify your identity. You find it on the front of your ID card.' })}</p>
      <Form onSubmit={() => {
        setPressed(!citizenId);
        if (!citizenId) return;
        change({ citizenId });
        go(`/apply/${product.id}/consent`);
      }}>
        <CitizenIdField key={picked} initial={picked} label={t({ th: 'เลขประจำตัวประชาชน 13 หลัก', en: '13-digit citizen number' })} onChange={(parsed) => { setCitizenId(parsed); setPressed(false); }} />
        {pressed && <p className="field-error" role="alert">{t(citizenIdProblem('')!)}</p>}
        <Button type="submit">{t({ th: 'ต่อไป', en: 'Continue' })}</Button>
      </Form>
    </Step>
  );
}
