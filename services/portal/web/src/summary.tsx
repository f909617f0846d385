import { Facts, useText } from '@trine/ui';
import type { Product } from './api.js';

/** What is being applied for, always in sight on a desktop. */
export function Summary({ product, without }: { product: Product; without: readonly string[] }) {
  const t = useText();
  const items = product.items.filter(({ service_id }) => !without.includes(service_id));
  return (
    <section className="card">
      <h2>{t({ th: 'รายการสมัคร', en: 'Your application' })}</h2>
      <Facts facts={[
        [t({ th: 'สมัคร', en: 'Applying for' }), t(product.name)],
        [t({ th: 'ข้อมูลที่ใช้', en: 'Data needed' }), items.length > 0 ? items.map(({ name }) => t(name)).join('\n') : t({ th: 'ไม่มี', en: 'None' })],
      ]} />
    </section>
  );
}
