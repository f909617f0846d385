/** A booking as JSON has at least this many bytes. */
const BOOKING_BYTES_MIN = 64;

const bookings = (bytesMin: number): object[] =>
  Array.from({ length: Math.max(3, Math.ceil(bytesMin / BOOKING_BYTES_MIN)) }, (_, day) => ({
    date: new Date(Date.UTC(2024, 0, 1 + (day % 366))).toISOString().slice(0, 10), text: `Fictional booking ${day + 1}`, amount: ((day * 37) % 900) - 450,
  }));

/** The reference bank's customers, so that what a source says of them is what their bank calls them. */
const NAMES = new Map([
  ['9000000000012', 'สมมุติ ทดสอบดี (Sommut Thotsobdi)'], ['9000000000021', 'ตัวอย่าง จำลองภพ (Tuayang Chamlongphop)'], ['9000000000039', 'นามสมมุติ สิบสองพอดี (Namsommut Sipsongphodi)'],
  ['9000000000080', 'ตัวอย่าง ไม่มีบัญชี (Tuayang Maimibanchi)'], ['9000000000101', 'สมมุติ สองเบอร์ (Sommut Songboe)'], ['9000000000110', 'สมมุติ ยังไม่ได้เสียบบัตร (Sommut Yangmaidai-Siapbat)'],
]);

/** Fictional data about a person as JSON text: a bank statement or, for any other service, customer information. */
export function sourceData(serviceId: string, identifier: string, bytesMin = 0): string {
  const person = { citizen_id: identifier, name: NAMES.get(identifier) ?? 'สมมุติ แซนด์บ็อกซ์ (Sommut Sandbox)', fictional: true };
  if (serviceId.includes('statement')) return JSON.stringify({ ...person, account: 'xxx-x-x0000-x', currency: 'THB', bookings: bookings(bytesMin) });
  return JSON.stringify({ ...person, birth_date: '1990-05-05', address: '1 Example Road, Bangkok 10000', mobile: '0000000000', ...(bytesMin > 0 && { history: bookings(bytesMin) }) });
}
