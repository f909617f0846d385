import { formatCitizenId, useText } from '@trine/ui';
import { ExternalLink, FlaskConical } from 'lucide-react';
import type { PortalInfo } from './api.js';

/** For those who try the portal: everybody is fictional, whose numbers there are, and where their bank's app is. */
export function SandboxPanel({ sandbox: { people, bank_app_url }, onPick }: { sandbox: NonNullable<PortalInfo['sandbox']>; onPick: ((citizenId: string) => void) | undefined }) {
  const t = useText();
  return (
    <section className="sandbox" aria-labelledby="sandbox-title">
      <h2 id="sandbox-title"><FlaskConical aria-hidden size={18} />{t({ th: 'ระบบจำลอง', en: 'Simulated' })}</h2>
      <p className="small">{t({ th: 'บุคคล ธนาคาร และข้อมูลทั้งหมดเป็นเรื่องสมมุติ', en: 'All people, banks and data are fictional.' })}</p>
      <ul>
        {people.map(({ citizen_id, name, note }) => (
          <li key={citizen_id}>
            <span className="sandbox-name">{t(name)}</span>
            <span className="small">{t(note)}</span>
            {onPick
              ? <button type="button" className="sandbox-pick" onClick={() => onPick(citizen_id)}>{t({ th: 'ใช้เลข {number}', en: 'Use {number}' }, { number: formatCitizenId(citizen_id) })}</button>
              : <span className="small mono">{formatCitizenId(citizen_id)}</span>}
          </li>
        ))}
      </ul>
      {bank_app_url && <a href={bank_app_url} target="_blank" rel="noopener">{t({ th: 'เปิดแอปธนาคารจำลอง', en: 'Open the simulated bank app' })}<ExternalLink aria-hidden size={16} /><span className="sr-only">{t({ th: ' (หน้าต่างใหม่)', en: ' (new window)' })}</span></a>}
    </section>
  );
}
