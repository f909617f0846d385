import { Notice, Stepper, useText } from '@trine/ui';
import { ArrowRight, HeartPulse, PiggyBank, ShieldCheck } from 'lucide-react';
import { useEffect } from 'react';
import { Link } from 'wouter';
import type { PortalInfo } from './api.js';
import { hasEnded } from './application.js';
import { useDraft } from './draft.js';
import { useSession } from './server.js';
import { Step } from './shell.js';

const SIGNS = [HeartPulse, PiggyBank, ShieldCheck];

/** What can be applied for, and how that goes. */
export function Start({ info }: { info: PortalInfo }) {
  const t = useText();
  const open = useSession().data?.application;
  const { change } = useDraft();
  useEffect(() => change({ agreed: undefined, without: [] }), []);
  return (
    <Step info={info} wide title={{ th: 'สมัครออนไลน์ ยืนยันตัว\u2060ตนผ่านธนาคารของท่าน', en: 'Apply online, verified by your bank' }} aside={<HowItGoes />}>
      <p className="lead">{t({ th: 'ไม่ต้องเดินทาง ไม่ต้องถ่ายสำเนาเอกสาร ใช้เวลาไม่กี่นาที ไม่มีค่าใช้จ่ายในการยืนยันตัวตน', en: 'No travelling, no copies of documents, just a few minutes. Verifying your identity is free.' })}</p>
      {open && !hasEnded(open) && (
        <Notice title={t({ th: 'ท่านมีรายการที่ยังไม่เสร็จ', en: 'You have an application under way' })}>
          <Link href={`/applications/${open.id}`}>{t({ th: 'ดูสถานะ {product}', en: 'See the status of {product}' }, { product: open.product.name })}</Link>
        </Notice>
      )}
      <h2>{t({ th: 'เลือกสิ่งที่ต้องการสมัคร', en: 'What would you like to apply for?' })}</h2>
      <ul className="products">
        {info.products.map((product, index) => {
          const Sign = SIGNS[index % SIGNS.length]!;
          return (
            <li key={product.id}>
              <Link href={`/apply/${product.id}`} className="product">
                <span className="product-sign"><Sign aria-hidden size={26} /></span>
                <span className="product-text"><span className="product-name">{t(product.name)}</span><span className="muted">{t(product.description)}</span></span>
                <span className="product-go">{t({ th: 'สมัคร', en: 'Apply' })}<ArrowRight aria-hidden size={18} /></span>
              </Link>
            </li>
          );
        })}
      </ul>
    </Step>
  );
}

function HowItGoes() {
  const t = useText();
  return (
    <section className="card">
      <h2>{t({ th: 'ขั้นตอน', en: 'How it works' })}</h2>
      <Stepper steps={[
        { title: t({ th: 'กรอกเลขประจำตัวประชาชน', en: 'Enter your citizen number' }) },
        { title: t({ th: 'ตรวจสอบข้อมูลที่ขอและให้ความยินยอม', en: 'See what is asked for and agree' }) },
        { title: t({ th: 'เลือกธนาคารที่ท่านเป็นลูกค้า', en: 'Choose a bank where you are a customer' }) },
        { title: t({ th: 'ยืนยันในแอปธนาคาร', en: 'Confirm in the bank’s app' }), detail: t({ th: 'ตรวจรหัสให้ตรงกันทั้งสองหน้าจอก่อนยืนยัน', en: 'Check that both screens show the same code first' }) },
      ]} />
    </section>
  );
}
