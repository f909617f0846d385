import { Card, Notice, Page, Stepper, useText, type Text } from '@trine/ui';
import { ChevronDown } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Bank } from '../api.js';
import { useBank } from './bank.js';

const SANDBOX: Text = { th: '( อยู่ระหว่างให้บริการภายใต้ Regulatory Sandbox ของธนาคารแห่งประเทศไทย )', en: "(Service provided under the Bank of Thailand's Regulatory Sandbox)" };

const SECTIONS: readonly { id: string; menu: Text; heading?: Text }[] = [
  { id: 'highlights', menu: { th: 'จุดเด่น', en: 'Highlights' } },
  { id: 'eligibility', menu: { th: 'คุณสมบัติผู้สมัคร', en: 'Eligibility' }, heading: { th: 'คุณสมบัติผู้ลงทะเบียน', en: 'Who can register' } },
  { id: 'register', menu: { th: 'ขั้นตอนลงทะเบียน', en: 'How to register' } },
  { id: 'use', menu: { th: 'ขั้นตอนการใช้', en: 'How to use' } },
  { id: 'cancel', menu: { th: 'ขั้นตอนยกเลิก', en: 'How to cancel' } },
  { id: 'faq', menu: { th: 'คำถามที่พบบ่อย', en: 'FAQ' } },
];

/** KB-80 to KB-88, in this order. */
const FAQ: readonly { q: Text; a: Text }[] = [
  {
    q: { th: 'บริการเอ็นดีไอดี (NDID) คืออะไร ?', en: 'What is the NDID service?' },
    a: { th: 'บริการยืนยันตัวตนรูปแบบดิจิทัล สำหรับสมัครหรือใช้บริการของหน่วยงานภาครัฐและเอกชนผ่านช่องทางออนไลน์ โดยไม่ต้องเดินทางไปแสดงตนที่สาขาหรือสำนักงาน', en: 'A digital identity verification service for applying for or using services of the public and private sector, online, without going to a branch or office to show yourself.' },
  },
  {
    q: { th: 'ผู้สนใจใช้บริการต้องทำอย่างไร ?', en: 'What do I do to use it?' },
    a: { th: 'ลงทะเบียนกับธนาคารที่ท่านเป็นลูกค้าอยู่แล้ว โดยแต่ละธนาคารเป็นผู้กำหนดเงื่อนไขการลงทะเบียนของตนเอง', en: 'Register with a bank where you are a customer; each bank sets its own conditions.' },
  },
  {
    q: { th: 'ลงทะเบียนและใช้บริการ NDID มีค่าใช้จ่ายหรือไม่ ?', en: 'Is there a fee?' },
    a: { th: 'ไม่มีค่าใช้จ่ายในการลงทะเบียน และใช้บริการ', en: 'No fee for registering or using.' },
  },
  {
    q: { th: 'บริการ NDID ปลอดภัยหรือไม่ ?', en: 'Is it safe?' },
    a: { th: 'ปลอดภัย มีระบบรักษาความปลอดภัยสูงตามมาตรฐานสากล ภายใต้การดูแลของบริษัท เนชั่นแนลดิจิทัลไอดี จำกัด', en: 'High security to international standards, under the care of National Digital ID Co., Ltd.' },
  },
  {
    q: { th: 'ข้อพึงระวังในการใช้บริการ NDID มีอะไรบ้าง ?', en: 'What should I beware of?' },
    a: { th: 'เมื่อได้รับการแจ้งเตือนให้ยืนยันตัวตน โปรดตรวจสอบให้แน่ใจว่าเป็นบริการที่ท่านได้สมัครหรือขอใช้ด้วยตนเอง', en: 'When you get a notification to verify your identity, make sure that it is for the service you yourself applied for.' },
  },
  {
    q: { th: 'กรณีที่ลูกค้าไม่สามารถลงทะเบียนบริการ NDID ได้ โดยระบบแจ้งเตือนให้ลูกค้านำบัตรประชาชนไปยังจุดยืนยันตัวตน ลูกค้าสามารถดูจุดยืนยันตัวตนที่ไหนได้บ้าง ?', en: 'The system tells me to take my ID card to a verification point; where are they?' },
    a: { th: 'จุดยืนยันตัวตน K CHECK ID ได้แก่ สาขาของธนาคาร หรือ ตู้ ATM', en: "K CHECK ID points: the bank's branches or ATMs." },
  },
  {
    q: { th: 'ลูกค้าสามารถตรวจสอบว่าได้ลงทะเบียนบริการ NDID ได้อย่างไร ?', en: 'How do I check whether I am registered?' },
    a: { th: 'ตรวจสอบได้ที่เมนูบริการ NDID ใน {app} หากลงทะเบียนแล้ว ระบบจะแสดงรายละเอียดการลงทะเบียน หากลงทะเบียนกับ {app} เบอร์อื่น ระบบจะแสดงรายละเอียดการลงทะเบียนกับเบอร์ที่ท่านได้ลงทะเบียน หากยังไม่ได้ลงทะเบียน ระบบจะแสดงปุ่ม “ลงทะเบียน”', en: 'In the NDID menu of {app}: when you are registered it shows the details; when registered with another number it shows the details with that number; otherwise it offers “Register”.' },
  },
  {
    q: { th: 'ขั้นตอนการลงทะเบียนบริการ NDID เมื่อได้รับคำขอจาก Application อื่น ?', en: 'How do I register when a request comes from another application?' },
    a: { th: 'ท่านจะได้รับการแจ้งเตือน 3 ครั้ง\nครั้งที่ 1 แจ้งเตือนเพื่อให้ลงทะเบียนบริการ NDID หลังจากระบบตรวจสอบว่าท่านสามารถลงทะเบียนได้\nครั้งที่ 2 ระบบลงทะเบียนบริการ NDID สำเร็จ\nครั้งที่ 3 แจ้งเตือนเพื่อให้ยืนยันตัวตน โดยเลือกจากการแจ้งเตือน หรือดูรายละเอียดได้ที่การแจ้งเตือน (Notifications) บนรูปกระดิ่ง ด้านขวา-บน แล้วเลือกยืนยันตัวตนตามคำขอที่ท่านได้ดำเนินการไว้', en: 'You get three notifications.\n1. Please register for NDID, once the system has checked that you can.\n2. NDID registration successful.\n3. Please verify your identity. Tap it, or find it under Notifications, the bell at the top right, and pick the request you started.' },
  },
];

/** The information page (KB-05 to KB-08, KB-80 to KB-88). */
export function AboutNdid() {
  const t = useText();
  const [, go] = useLocation();
  const bank = useBank();
  useEffect(() => {
    const section = location.hash.slice(1);
    if (section) document.getElementById(section)?.scrollIntoView();
  }, []);
  const content: Record<string, ReactNode> = {
    highlights: (
      <ul className="ticks">
        <li>{t({ th: 'ลงทะเบียนบริการได้ง่ายๆ ไม่ต้องเสียเวลาเดินทาง', en: 'Easy to register, no travelling' })}</li>
        <li>{t({ th: 'ปลอดภัย มั่นใจ ไม่โดนสวมรอย', en: 'Safe and trusted: nobody can impersonate you' })}</li>
      </ul>
    ),
    eligibility: <Eligibility bank={bank} />,
    register: (
      <Steps steps={[
        { title: t({ th: 'เข้า {app} เลือก “บริการอื่น” แล้วเลือก “บริการ NDID”', en: 'In {app} choose “Other services”, then “NDID service”' }) },
        { title: t({ th: 'เลือก “ลงทะเบียน/แก้ไข” แล้วกด “ลงทะเบียน”', en: 'Choose “Register / edit”, then press “Register”' }) },
        { title: t({ th: 'อ่านข้อกำหนดและเงื่อนไขการลงทะเบียน แล้วกด “ยอมรับ”', en: 'Read the registration terms and press “Accept”' }), detail: t({ th: 'หมายเหตุ: หากระบบแจ้งเตือนให้นำบัตรประชาชนไปยังจุดยืนยันตัวตน (K CHECK ID) กรุณาไปที่สาขา หรือ ตู้ ATM แล้วเริ่มใหม่', en: 'Note: if the system tells you to take your ID card to a verification point (K CHECK ID), go to a branch or an ATM, then start again' }) },
        { title: t({ th: 'อ่านข้อกำหนดและเงื่อนไขการขอถ่ายรูป แล้วกด “ยอมรับ”', en: 'Read the terms of the photo and press “Accept”' }) },
        { title: t({ th: 'ถ่ายรูป selfie', en: 'Take a selfie' }), detail: t({ th: 'ระบบจะทำการเปรียบเทียบใบหน้า', en: 'The system compares your face' }) },
      ]} />
    ),
    use: (
      <Steps steps={[
        { title: t({ th: 'เลือกธนาคารนี้ในแอปขององค์กรที่ท่านขอใช้บริการ', en: 'Choose this bank in the app of the organisation whose service you want' }) },
        { title: t({ th: 'เปิดการแจ้งเตือนใน {app} แล้วตรวจสอบคำขอ', en: 'Open the notification in {app} and check the request' }) },
        { title: t({ th: 'กด “PIN {app}” เพื่อยืนยันทำรายการ', en: 'Confirm with “PIN {app}”' }) },
        { title: t({ th: 'ยอมรับข้อกำหนดและเงื่อนไขการขอถ่ายรูป แล้วถ่ายรูป', en: 'Accept the terms of the photo and take it' }), detail: t({ th: 'ระบบทำการเปรียบเทียบใบหน้า', en: 'The system compares your face' }) },
        { title: t({ th: 'ตรวจสอบข้อมูล พร้อมยินยอมเปิดเผยข้อมูลส่วนตัว แล้วกด “ยอมรับ”', en: 'Check the data, consent to disclose them, press “Accept”' }) },
        { title: t({ th: 'ระบบแจ้งผลการส่งข้อมูลเรียบร้อย', en: 'The system reports that the data were sent' }) },
      ]} />
    ),
    cancel: (
      <Steps steps={[
        { title: t({ th: 'เข้า {app} เลือก “บริการอื่น”, “บริการ NDID”, “ลงทะเบียน / แก้ไข”', en: 'In {app} choose “Other services”, “NDID service”, “Register / edit”' }) },
        { title: t({ th: 'อ่านข้อกำหนดและเงื่อนไขการลงทะเบียน แล้วกด “ยกเลิกบริการ”', en: 'Read the registration terms, then press “Cancel service”' }) },
        { title: t({ th: 'กด “ยืนยัน”', en: 'Press “Confirm”' }) },
        { title: t({ th: 'ระบบแจ้งกำลังดำเนินการยกเลิกการลงทะเบียน แล้วแจ้งเตือนผลการยกเลิกสำเร็จ', en: 'The system says that it is being processed, then notifies you of the result' }) },
      ]} />
    ),
    faq: <div className="faq">{FAQ.map(({ q, a }, index) => <details key={index}><summary><span>{t(q)}</span><ChevronDown aria-hidden size={20} /></summary><p>{t(a)}</p></details>)}</div>,
  };
  return (
    <Page title={t({ th: 'บริการ NDID', en: 'NDID service' })} onBack={() => go('/ndid')}>
      <div className="stack-small">
        <p className="subtitle">{t({ th: 'บริการยืนยันตัวตนรูปแบบดิจิทัล', en: 'Digital identity verification service' })}</p>
        <p className="banner">{t(SANDBOX)}</p>
      </div>
      <nav className="section-menu" aria-label={t({ th: 'หัวข้อ', en: 'Sections' })}>
        {SECTIONS.map(({ id, menu }) => <a key={id} href={`#${id}`}>{t(menu)}</a>)}
      </nav>
      {SECTIONS.map(({ id, menu, heading }) => (
        <section key={id} id={id} className="about-section" aria-labelledby={`${id}-title`}>
          {id === 'eligibility' && <p className="banner">{t(SANDBOX)}</p>}
          <Card><h2 id={`${id}-title`}>{t(heading ?? menu)}</h2>{content[id]}</Card>
        </section>
      ))}
    </Page>
  );
}

/** Thai is broken between its words: the name of a button must not be. */
function Steps({ steps }: { steps: readonly { title: string; detail?: string }[] }) {
  return <Stepper steps={steps.map(({ title, ...rest }) => ({ ...rest, title: title.split(/(“[^”]+”,?)/).map((part, index) => (index % 2 ? <span key={index} className="nowrap">{part}</span> : part)) }))} />;
}

function Eligibility({ bank }: { bank: Bank }) {
  const t = useText();
  const { min_age: age, hours } = bank.policy;
  return (
    <>
      <ul className="ticks">
        <li>{t({ th: 'มีสัญชาติไทย', en: 'Thai nationality' })}</li>
        <li>{t({ th: 'อายุตั้งแต่ {age} ปีขึ้นไป', en: 'Age {age} or over' }, { age })}</li>
        <li>{t({ th: 'ไม่มีรายชื่ออยู่ใน Thailand / UN Sanction List', en: 'Not listed in the Thailand / UN sanction list' })}</li>
        <li>{t({ th: 'เป็นเจ้าของบัญชีเงินฝากออมทรัพย์ บัญชีเงินฝากกระแสรายวัน บัตรเครดิต หรือบัตรเงินด่วน', en: 'Owner of a savings account, a current account, a credit card or a cash card' })}</li>
        <li>{t({ th: 'เป็นผู้ใช้บริการ {app}', en: '{app} user' })}</li>
        <li>{t({ th: 'ลงทะเบียนผ่านช่องทางบริการ {app} เท่านั้น', en: 'Registration in {app} only' })}</li>
        <li>{t({ th: 'สามารถผูก NDID ได้กับ {app} เพียง 1 เบอร์เท่านั้น', en: 'NDID can be bound to one {app} number only' })}</li>
      </ul>
      <Notice>{t({ th: 'ลงทะเบียนได้ทุกวัน ตั้งแต่เวลา {from} - {to} น. (ไม่เว้นวันหยุดทำการของธนาคาร)', en: 'Registration is open every day {from}-{to}, bank holidays included' }, { from: hours.from.replace(':', '.'), to: hours.to.replace(':', '.') })}</Notice>
    </>
  );
}
