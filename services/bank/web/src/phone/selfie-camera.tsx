import { FaceCamera, Notice, useText, type FaceCameraProps, type Text } from '@trine/ui';
import { useEffect } from 'react';
import { queries, useBank } from './bank.js';
import { drawnPicture } from './drawn-picture.js';

const SIMULATED: Text = { th: 'ระบบจำลอง: ไม่มีการเปรียบเทียบใบหน้าจริง', en: 'Sandbox: no face is really compared' };
const REAL: Text = { th: 'ระบบจำลอง: เปรียบเทียบใบหน้าจริง', en: 'Sandbox: faces are really compared' };

/** The camera of registration and requests; in a sandbox it says what happens to the picture, and lets people go on without a camera. */
export function SelfieCamera(props: Omit<FaceCameraProps, 'hint' | 'sample'>) {
  const t = useText();
  const { sandbox, faces } = useBank();
  // The sandbox page may have switched it since the app was opened.
  useEffect(() => { if (sandbox) void queries.invalidateQueries({ queryKey: ['/bank'] }); }, [sandbox]);
  if (faces === undefined) return <FaceCamera {...props} />;
  if (faces === 'SIMULATED') {
    return (
      <FaceCamera {...props} sample={{ label: { th: 'ใช้ภาพวาดจำลองแทนกล้อง', en: 'Go on with a drawn sample picture' }, draw: drawnPicture }}
        hint={<Notice title={t(SIMULATED)}>{t({ th: 'ภาพใดก็ผ่าน เปลี่ยนผลได้ที่หน้า /admin > อะแดปเตอร์ > face', en: 'Any picture passes. Change that at /admin > Adapters > face.' })}</Notice>} />
    );
  }
  return (
    <FaceCamera {...props} hint={
      <Notice title={t(REAL)}>
        {t({ th: 'ใบหน้าของท่านต้องตรงกับภาพอ้างอิงของบุคคลสมมุติ ใส่ภาพของท่านเองได้ที่', en: 'Your face must match the reference picture of the fictional person. Set your own:' })}{' '}
        <a href="/admin" target="_blank" rel="noopener">{t({ th: '/admin > บุคคล > ใส่ภาพใบหน้าอ้างอิง (หน้าต่างใหม่)', en: '/admin > People > Set the reference picture (new window)' })}</a>
      </Notice>
    } />
  );
}
