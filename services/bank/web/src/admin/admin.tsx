import { Button, Card, Facts, formatDate, formatDateTime, List, ListItem, Notice, Page, ProblemNotice, Sheet, Skeleton, TextField, useLanguage, useText, type Text } from '@trine/ui';
import { Mail, MessageSquareText, RotateCcw, Smartphone, Upload } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import type { Adapter, AdapterInput, AdapterName, AdminClock, AdminMessage, AdminPerson, AdminPersonInput, AdminRequest, AdminRequestLife, LifeEntry, Product } from '../api.js';
import { jpegOfFile } from '../shared/picture.js';
import { connect, useAction, useGet, type Answer } from '../shared/server.js';

const { api, queries } = connect('/session');
export { queries };

const LOOK_MS = 5000;
const refresh = (path: string) => () => void queries.invalidateQueries({ queryKey: [path] });
const TABS = { people: { th: 'บุคคล', en: 'People' }, adapters: { th: 'อะแดปเตอร์', en: 'Adapters' }, clock: { th: 'เวลา', en: 'Clock' }, messages: { th: 'ข้อความ', en: 'Messages' }, integration: { th: 'การเชื่อมต่อ', en: 'Integration' } } as const satisfies Record<string, Text>;

/** The page of the bank's developers: a sandbox only, and it says so. */
export function Admin() {
  const t = useText();
  const [tab, setTab] = useState<keyof typeof TABS>('people');
  return (
    <Page title={t({ th: 'ระบบจำลองของธนาคาร', en: 'Sandbox of the bank' })} brand>
      <Notice>{t({ th: 'ทุกคนและทุกข้อมูลในหน้านี้เป็นสิ่งสมมุติ', en: 'All people and data here are fictional' })}</Notice>
      <nav className="tabs" aria-label={t({ th: 'หัวข้อ', en: 'Sections' })}>{Object.entries(TABS).map(([key, label]) => <button key={key} type="button" aria-current={key === tab ? 'page' : undefined} onClick={() => setTab(key as keyof typeof TABS)}>{t(label)}</button>)}</nav>
      {tab === 'people' && <People />}
      {tab === 'adapters' && <Adapters />}
      {tab === 'clock' && <Clock />}
      {tab === 'messages' && <Messages />}
      {tab === 'integration' && <Integration />}
    </Page>
  );
}

function Shown<T>({ answer, children }: { answer: Answer<T>; children(data: T): ReactNode }) {
  const t = useText();
  if (answer.data !== undefined) return children(answer.data);
  return answer.problem ? <ProblemNotice problem={answer.problem}><Button kind="secondary" onClick={answer.again}>{t({ th: 'ลองใหม่', en: 'Try again' })}</Button></ProblemNotice> : <Skeleton kind="card" lines={3} />;
}

function Choice({ label, value, options, onChange }: { label: ReactNode; value: string; options: readonly (readonly [value: string, label: string])[]; onChange(value: string): void }) {
  const id = useId();
  return <div className="field"><label htmlFor={id}>{label}</label><select id={id} className="select" value={value} onChange={(event) => onChange(event.target.value)}>{options.map(([each, name]) => <option key={each} value={each}>{name}</option>)}</select></div>;
}

function Tick({ label, checked, onChange }: { label: ReactNode; checked: boolean; onChange(checked: boolean): void }) {
  return <label className="row"><input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} /><span>{label}</span></label>;
}

const PRODUCTS: Readonly<Record<Product, Text>> = { SAVINGS: { th: 'บัญชีเงินฝากออมทรัพย์', en: 'Savings account' }, CURRENT: { th: 'บัญชีเงินฝากกระแสรายวัน', en: 'Current account' }, CREDIT_CARD: { th: 'บัตรเครดิต', en: 'Credit card' }, CASH_CARD: { th: 'บัตรเงินด่วน', en: 'Cash card' }, LOAN: { th: 'สินเชื่อ', en: 'Loan' } };
const STATUSES: Readonly<Record<AdminPerson['status'], Text>> = { NOT_REGISTERED: { th: 'ยังไม่ได้ลงทะเบียน', en: 'Not registered' }, VERIFICATION_POINT_NEEDED: { th: 'ต้องไป K CHECK ID', en: 'K CHECK ID needed' }, REGISTERED: { th: 'ลงทะเบียนแล้ว', en: 'Registered' }, CANCELLING: { th: 'กำลังยกเลิก', en: 'Cancelling' } };

function People() {
  const t = useText();
  const answer = useGet<{ people: AdminPerson[] }>(api, '/admin/people', { everyMs: LOOK_MS });
  const [key, open] = useState<string>();
  const person = answer.data?.people.find((each) => each.key === key);
  return (
    <Shown answer={answer}>
      {({ people }) => (
        <>
          <List>{people.map((each) => <ListItem key={each.key} title={`${each.key} · ${t(each.name)}`} detail={`${each.citizen_id} · ${t(each.note)}`} end={<span className={`tag ${each.status === 'REGISTERED' ? 'tag-good' : ''}`}>{t(STATUSES[each.status])}</span>} onPress={() => open(each.key)} />)}</List>
          <Sheet open={person !== undefined} onClose={() => open(undefined)} title={person ? t(person.name) : ''}>{person && <Person key={person.key} person={person} />}</Sheet>
        </>
      )}
    </Shown>
  );
}

function Person({ person }: { person: AdminPerson }) {
  const t = useText();
  const { language } = useLanguage();
  const change = useAction((input: AdminPersonInput) => api.send('PUT', `/admin/people/${encodeURIComponent(person.key)}`, input), refresh('/admin/people'));
  const face = useAction(async (file: File) => {
    const form = new FormData();
    form.append('picture', await jpegOfFile(file), 'picture.jpg');
    await api.send('PUT', `/admin/people/${encodeURIComponent(person.key)}/face`, form);
  }, refresh('/admin/people'));
  const toggled = <T,>(list: readonly T[], item: T, on: boolean) => (on ? [...list, item] : list.filter((each) => each !== item));
  const problem = change.problem ?? face.problem;
  return (
    <>
      <Facts facts={[[t({ th: 'เลขประจำตัวประชาชน', en: 'Citizen number' }), person.citizen_id], [t({ th: 'เบอร์โทรศัพท์', en: 'Phones' }), person.phones.map(({ phone, kplus }) => `${phone}${kplus ? ' (K PLUS)' : ''}`).join('\n')], [t({ th: 'วันเกิด', en: 'Date of birth' }), formatDate(`${person.birth_date}T05:00:00Z`, language)]]} />
      <TextField label={t({ th: 'เปลี่ยนวันเกิด (ค.ศ.)', en: 'Change the date of birth' })} type="date" value={person.birth_date} onChange={(value) => { if (value) change.run({ birth_date: value }); }} />
      <Choice label={t({ th: 'สัญชาติ', en: 'Nationality' })} value={person.nationality} options={[...new Set([person.nationality, 'TH', 'LA'])].map((each) => [each, each] as const)} onChange={(nationality) => change.run({ nationality })} />
      <fieldset className="stack-small"><legend>{t({ th: 'ผลิตภัณฑ์', en: 'Products' })}</legend>{(Object.keys(PRODUCTS) as Product[]).map((each) => <Tick key={each} label={t(PRODUCTS[each])} checked={person.products.includes(each)} onChange={(on) => change.run({ products: toggled(person.products, each, on) })} />)}</fieldset>
      <fieldset className="stack-small"><legend>{t({ th: 'บัญชีรายชื่อทดสอบ', en: 'Test sanction lists' })}</legend>{(['THAILAND', 'UN'] as const).map((each) => <Tick key={each} label={each} checked={person.sanction_lists.includes(each)} onChange={(on) => change.run({ sanction_lists: toggled(person.sanction_lists, each, on) })} />)}</fieldset>
      <Tick label={t({ th: 'อ่านชิปบัตรแล้ว', en: 'Card chip read at the bank' })} checked={person.chip_verified} onChange={(chip_verified) => change.run({ chip_verified })} />
      <label className="button button-secondary file"><span><Upload aria-hidden size={20} /> {person.has_reference_picture ? t({ th: 'เปลี่ยนภาพใบหน้าอ้างอิง', en: 'Change the reference picture' }) : t({ th: 'ใส่ภาพใบหน้าอ้างอิง', en: 'Set the reference picture' })}</span><input type="file" accept="image/*" onChange={(event) => { const file = event.target.files?.[0]; if (file) face.run(file); }} /></label>
      {problem && <ProblemNotice problem={problem} />}
    </>
  );
}

function Adapters() {
  const answer = useGet<{ adapters: Adapter[] }>(api, '/admin/adapters', { everyMs: LOOK_MS });
  return <Shown answer={answer}>{({ adapters }) => <div className="columns">{adapters.map((each) => <AdapterCard key={each.name} adapter={each} />)}</div>}</Shown>;
}

const ADAPTERS: Readonly<Record<AdapterName, Text>> = {
  'core-banking': { th: 'ระบบลูกค้าและบัญชี', en: 'Customers and accounts' }, 'sanction-lists': { th: 'บัญชีรายชื่อต้องห้าม', en: 'Sanction lists' }, 'identity-records': { th: 'ผลการยืนยันตัวตนที่ธนาคาร', en: 'Identity verified at the bank' },
  'card-status': { th: 'สถานะบัตรประชาชน', en: 'Status of the citizen card' }, sms: { th: 'ข้อความ SMS', en: 'SMS' }, push: { th: 'การแจ้งเตือนบนเครื่อง', en: 'Push messages' }, face: { th: 'การเปรียบเทียบใบหน้า', en: 'Face comparison' },
};
const MODES: Readonly<Record<Adapter['mode'], Text>> = { SUCCEED: { th: 'ทำงานปกติ (จำลอง)', en: 'Works (simulated)' }, FAIL: { th: 'ไม่ผ่าน', en: 'Fails' }, UNAVAILABLE: { th: 'ระบบไม่ตอบ', en: 'Is away' }, REAL: { th: 'เปรียบเทียบใบหน้าจริง', en: 'Compares faces for real' } };

function AdapterCard({ adapter }: { adapter: Adapter }) {
  const t = useText();
  const change = useAction((input: AdapterInput) => api.send('PUT', `/admin/adapters/${adapter.name}`, input), refresh('/admin/adapters'));
  return (
    <Card title={<>{t(ADAPTERS[adapter.name])} <span className="tag">{adapter.name}</span></>}>
      <Choice label={t({ th: 'ผล', en: 'Behaviour' })} value={adapter.mode} options={adapter.modes.map((each) => [each, t(MODES[each])] as const)} onChange={(mode) => change.run({ mode: mode as Adapter['mode'], ...(mode === 'FAIL' && adapter.reasons[0] && { reason: adapter.reasons[0] }) })} />
      {adapter.mode === 'FAIL' && adapter.reasons.length > 0 && <Choice label={t({ th: 'เหตุผล', en: 'Reason' })} value={adapter.reason ?? ''} options={adapter.reasons.map((each) => [each, each] as const)} onChange={(reason) => change.run({ mode: 'FAIL', reason })} />}
      {adapter.mode === 'REAL' && <p className="small muted">{t({ th: 'ใส่ภาพใบหน้าอ้างอิงของแต่ละคนที่หน้า “บุคคล”', en: 'Each person needs a reference picture: set it under “People”' })}</p>}
      {change.problem && <ProblemNotice problem={change.problem} />}
    </Card>
  );
}

function Clock() {
  const t = useText();
  const { language } = useLanguage();
  const answer = useGet<AdminClock>(api, '/admin/clock', { everyMs: LOOK_MS });
  const [when, setWhen] = useState('');
  const set = useAction((now: string) => api.send('PUT', '/admin/clock', { now }), refresh('/admin/clock'));
  const unset = useAction(() => api.send('DELETE', '/admin/clock'), refresh('/admin/clock'));
  const problem = set.problem ?? unset.problem;
  return (
    <Shown answer={answer}>
      {({ now, moved }) => (
        <Card title={t({ th: 'เวลาของธนาคาร (กรุงเทพฯ)', en: "The bank's clock (Bangkok)" })}>
          <p className="outcome-title">{formatDateTime(now, language)} {moved && <span className="tag tag-bad">{t({ th: 'เลื่อนเวลาแล้ว', en: 'moved' })}</span>}</p>
          <TextField label={t({ th: 'ตั้งเป็น (เวลากรุงเทพฯ)', en: 'Set to (Bangkok time)' })} type="datetime-local" value={when} onChange={setWhen} step={1} />
          <div className="row">
            <Button wide={false} busy={set.busy} disabled={!when} onClick={() => set.run(new Date(`${when.length === 16 ? `${when}:00` : when}+07:00`).toISOString())}>{t({ th: 'ตั้งเวลา', en: 'Set' })}</Button>
            <Button wide={false} kind="secondary" busy={unset.busy} disabled={!moved} onClick={() => unset.run(undefined)}>{t({ th: 'กลับเป็นเวลาจริง', en: 'Back to the real time' })}</Button>
          </div>
          {problem && <ProblemNotice problem={problem} />}
        </Card>
      )}
    </Shown>
  );
}

const CHANNELS = { SMS: MessageSquareText, EMAIL: Mail, PUSH: Smartphone } as const;

function Messages() {
  const t = useText();
  const { language } = useLanguage();
  const answer = useGet<{ messages: AdminMessage[] }>(api, '/admin/messages', { everyMs: LOOK_MS });
  return (
    <Shown answer={answer}>
      {({ messages }) => (messages.length === 0
        ? <p className="muted">{t({ th: 'ยังไม่มีข้อความ', en: 'No messages yet' })}</p>
        : <List>{messages.map((each) => <ListItem key={each.id} icon={CHANNELS[each.channel]} title={<span className="message-text">{each.text}</span>} detail={`${each.to} · ${formatDateTime(each.at, language)}${each.simulated ? ` · ${t({ th: 'จำลอง', en: 'simulated' })}` : ''}`} />)}</List>)}
    </Shown>
  );
}

/** The life of a request at the bank: callbacks received, decisions, calls to the gateway; a callback can be replayed. */
function Integration() {
  const t = useText();
  const { language } = useLanguage();
  const requests = useGet<{ requests: AdminRequest[] }>(api, '/admin/requests', { everyMs: LOOK_MS });
  const callbacks = useGet<{ callbacks: LifeEntry[] }>(api, '/admin/callbacks', { everyMs: LOOK_MS });
  const [id, open] = useState<string>();
  return (
    <>
      <h2>{t({ th: 'คำขอ', en: 'Requests' })}</h2>
      <Shown answer={requests}>
        {(data) => (data.requests.length === 0
          ? <p className="muted">{t({ th: 'ยังไม่มีคำขอ', en: 'No requests yet' })}</p>
          : <List>{data.requests.map((each) => <ListItem key={each.id} title={<span className="mono cut">{each.id}</span>} detail={`${each.requester}${each.person ? ` · ${each.person}` : ''} · ${formatDateTime(each.asked_at, language)}`} end={<span className="tag">{each.step}</span>} onPress={() => open(each.id)} />)}</List>)}
      </Shown>
      <h2>{t({ th: 'callback ล่าสุด', en: 'Latest callbacks' })}</h2>
      <Shown answer={callbacks}>{(data) => <Card><Life life={data.callbacks} /></Card>}</Shown>
      <Sheet open={id !== undefined} onClose={() => open(undefined)} title={t({ th: 'ประวัติของคำขอ', en: 'Life of the request' })}>{id && <RequestLife id={id} />}</Sheet>
    </>
  );
}

function RequestLife({ id }: { id: string }) {
  const answer = useGet<AdminRequestLife>(api, `/admin/requests/${encodeURIComponent(id)}`, { everyMs: LOOK_MS });
  return <Shown answer={answer}>{({ life }) => <Life life={life} />}</Shown>;
}

function Life({ life }: { life: readonly LifeEntry[] }) {
  const t = useText();
  const { language } = useLanguage();
  const replay = useAction((id: string) => api.send('POST', `/admin/callbacks/${encodeURIComponent(id)}/replay`, {}), () => void queries.invalidateQueries());
  return (
    <>
      {replay.problem && <ProblemNotice problem={replay.problem} />}
      {life.length === 0 && <p className="muted">{t({ th: 'ยังไม่มีรายการ', en: 'Nothing yet' })}</p>}
      <ul className="life">
        {life.map((each) => (
          <li key={`${each.kind}${each.id}`}>
            <div className="life-head">
              <span className={`tag life-${each.kind.toLowerCase()}`}>{each.kind}</span><strong>{each.what}</strong>
              {typeof each.detail['request_id'] === 'string' && <span className="mono muted cut">{each.detail['request_id']}</span>}
              <time className="muted small" dateTime={each.at}>{formatDateTime(each.at, language)}</time>
            </div>
            <details><summary>{t({ th: 'รายละเอียด', en: 'Detail' })}</summary><pre tabIndex={0}>{JSON.stringify(each.detail, null, 2)}</pre></details>
            {each.kind === 'CALLBACK' && <div className="life-replay"><Button wide={false} kind="quiet" busy={replay.busy} onClick={() => replay.run(each.id)}><RotateCcw aria-hidden size={18} /> {t({ th: 'ส่งซ้ำ', en: 'Replay' })}</Button></div>}
          </li>
        ))}
      </ul>
    </>
  );
}
