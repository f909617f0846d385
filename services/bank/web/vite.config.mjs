import { webApp } from '@trine/ui/vite';

/** `npx vite dev services/bank/web` works against a running bank, `BANK_URL`. */
export default webApp({ root: import.meta.dirname, pages: ['index.html', 'staff.html', 'admin.html'], backend: process.env.BANK_URL });
