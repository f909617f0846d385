import { Button, Form, formatCitizenId, useText } from '@trine/ui';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ApplyPageProps } from './app.js';
import { useDraft } from './draft.js';
import { Step } from './shell.js';
import { Summary } from './summary.js';

/** Who gets what from whom, and the person's yes (GN-12). What is optional can be left out. */
export function ConsentPage({ info, product }: ApplyPageProps) {
  const t = useText();
  const [, go] = useLocation();
  const { draft, change } = useDraft();
  const [missing, setMissing] = useState(false);
  const agreed = draft.agreed === product.id;
  const toggle = (id: string): void => change({ without: draft.without.includes(id) ? draft.without.filter((each) => each !== id) : [...draft.without, id] });
  return (
    <Step info={info} step={1} back={`/apply/${product.id}`} title={{ th: 'ข้อมูลที่เราขอจากท่าน', en: 'What we ask for' }} aside={<Summary product={product} without={draft.without} />}>
      <p className="lead">{t({ th: '{organisation} ขอยืนยันตัวตนของผู้ถือเลข {number} และขอข้อมูลต่อไปนี้', en: '{organisation} asks to verify the identity of the holder of {number}, and for these data' }, { organisation: info.organisation, number: formatCitizenId(draft.citizenId!) })} <Link href={`/apply/${product.id}`}>{t({ th: 'แก้ไขเลข', en: 'Change the number' })}</Link></p>
      <Form className="stack" onSubmit={() => {
        setMissing(!agreed);
        if (agreed) go(`/apply/${product.id}/bank`);
      }}>
        <ul className="choices" aria-label={t({ th: 'ข้อมูลที่ขอ', en: 'Data asked for' })}>
          {product.items.map(({ service_id, name, source, required }) => (
            <li key={service_id}>
              <label className="choice">
                <input type="checkbox" checked={!draft.without.includes(service_id)} disabled={required} onChange={() => toggle(service_id)} />
                <span className="choice-text"><span className="choice-title">{t(name)}</span><span className="small muted">{t({ th: 'จาก {source}', en: 'From {source}' }, { source })} · {required ? t({ th: 'จำเป็น', en: 'required' }) : t({ th: 'ไม่บังคับ', en: 'optional' })}</span></span>
              </label>
            </li>
          ))}
        </ul>
        <div className={missing ? 'agree agree-missing' : 'agree'}>
          <label className="choice">
            <input type="checkbox" checked={agreed} aria-invalid={missing || undefined} aria-describedby="agree-error" onChange={({ target }) => { change({ agreed: target.checked ? product.id : undefined }); setMissing(false); }} />
            <span className="choice-text">{t(info.consent.text)}</span>
          </label>
          <p id="agree-error" className="field-error" aria-live="polite">{missing && t({ th: 'กรุณาทำเครื่องหมายเพื่อให้ความยินยอม', en: 'Please tick the box to agree' })}</p>
        </div>
        <Button type="submit">{t({ th: 'ยินยอมและเลือกธนาคาร', en: 'Agree and choose a bank' })}</Button>
        <Link href="/" className="button button-quiet button-wide">{t({ th: 'ไม่ยินยอม', en: 'I do not agree' })}</Link>
      </Form>
    </Step>
  );
}
