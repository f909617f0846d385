import { Facts, formatCitizenId, formatDate, useLanguage, useText, type Language, type Text } from '@trine/ui';
import { FileDown } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { documentOf, extension } from './document.js';

/** Names of members that sources commonly use; others are shown as they are called. */
const LABELS: Record<string, Text> = {
  citizen_id: { th: 'เลขประจำตัวประชาชน', en: 'Citizen number' }, name: { th: 'ชื่อ-นามสกุล', en: 'Name' }, first_name: { th: 'ชื่อ', en: 'First name' }, last_name: { th: 'นามสกุล', en: 'Last name' },
  birth_date: { th: 'วันเกิด', en: 'Birth date' }, address: { th: 'ที่อยู่', en: 'Address' }, mobile: { th: 'โทรศัพท์มือถือ', en: 'Mobile phone' }, phone: { th: 'โทรศัพท์', en: 'Phone' },
  email: { th: 'อีเมล', en: 'E-mail' }, account: { th: 'เลขที่บัญชี', en: 'Account' }, currency: { th: 'สกุลเงิน', en: 'Currency' }, bookings: { th: 'รายการเดินบัญชี', en: 'Bookings' },
  date: { th: 'วันที่', en: 'Date' }, text: { th: 'รายการ', en: 'Description' }, amount: { th: 'จำนวนเงิน', en: 'Amount' }, fictional: { th: 'ข้อมูลสมมุติ', en: 'Fictional data' }, nationality: { th: 'สัญชาติ', en: 'Nationality' },
};
const ROWS_MAX = 12;
const TEXT_MAX = 2_000;

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** What a source sent: JSON as names and values or a table, text as text, other documents (`data:`) to download. */
export function DataView({ content, name }: { content: string; name: string }) {
  const { language } = useLanguage();
  const t = useText();
  const document = useMemo(() => documentOf(content), [content]);
  const text = document ? document.text : content;
  if (document && text === undefined) return <Download {...document} name={name} />;
  let value: Json;
  try {
    value = JSON.parse(text!) as Json;
  } catch {
    const cut = text!.length > TEXT_MAX;
    return <><p className="raw">{cut ? `${text!.slice(0, TEXT_MAX)} …` : text}</p>{cut && <Download bytes={document?.bytes ?? new TextEncoder().encode(text)} type={document?.type ?? 'text/plain'} name={name} />}</>;
  }
  return <Value value={value} language={language} label={(name) => (LABELS[name] ? t(LABELS[name]) : name)} t={t} />;
}

interface Document { bytes: Uint8Array<ArrayBuffer>; type: string }

/** A document to keep. It is never opened here: what a source sends is not a page of the portal. */
function Download({ bytes, type, name }: Document & { name: string }) {
  const t = useText();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  const size = bytes.length < 1000 ? '1' : (bytes.length / 1000).toFixed(0);
  return (
    <a className="button button-secondary" href={url} download={`${name}.${extension(type)}`}>
      <span><FileDown aria-hidden size={20} />{t({ th: 'ดาวน์โหลดเอกสาร ({type}, {size} kB)', en: 'Download the document ({type}, {size} kB)' }, { type: type || 'data', size })}</span>
    </a>
  );
}

interface ValueProps { value: Json; language: Language; label: (name: string) => string; t: ReturnType<typeof useText>; name?: string }

function Value({ value, language, label, t, name }: ValueProps): ReactNode {
  if (Array.isArray(value)) {
    const rows = value.slice(0, ROWS_MAX);
    const more = value.length > rows.length && <p className="small muted">{t({ th: 'และอีก {n} รายการ', en: 'and {n} more' }, { n: value.length - rows.length })}</p>;
    if (!rows.every((row): row is { [name: string]: Json } => typeof row === 'object' && row !== null && !Array.isArray(row))) {
      return <>{rows.map((row, index) => <div key={index}><Value value={row} language={language} label={label} t={t} /></div>)}{more}</>;
    }
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return (
      <>
        <div className="table-scroll" tabIndex={0} role="region" aria-label={name && label(name)}>
          <table>
            <thead><tr>{columns.map((column) => <th key={column} scope="col">{label(column)}</th>)}</tr></thead>
            <tbody>{rows.map((row, index) => <tr key={index}>{columns.map((column) => <td key={column} className={typeof row[column] === 'number' ? 'number' : undefined}>{plain(row[column] ?? null, column, language, t)}</td>)}</tr>)}</tbody>
          </table>
        </div>
        {more}
      </>
    );
  }
  if (typeof value === 'object' && value !== null) {
    return <Facts facts={Object.entries(value).map(([each, inner]) => [label(each), typeof inner === 'object' && inner !== null ? <Value key={each} value={inner} language={language} label={label} t={t} name={each} /> : plain(inner, each, language, t)] as const)} />;
  }
  return plain(value, name ?? '', language, t);
}

/** Dates in the person's calendar (GN-03), citizen numbers in display form (GN-05). */
function plain(value: Json, name: string, language: Language, t: ReturnType<typeof useText>): string {
  if (value === null) return '–';
  if (typeof value === 'boolean') return value ? t({ th: 'ใช่', en: 'Yes' }) : t({ th: 'ไม่', en: 'No' });
  if (typeof value === 'number') return value.toLocaleString('en-US');
  if (typeof value === 'object') return JSON.stringify(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDate(`${value}T00:00:00+07:00`, language);
  return name === 'citizen_id' && /^\d{13}$/.test(value) ? formatCitizenId(value) : value.slice(0, TEXT_MAX);
}
