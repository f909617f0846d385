import { webApp } from '@trine/ui/vite';

/** `npx vite dev services/portal/web` works against a running portal, `PORTAL_URL`. */
export default webApp({ root: import.meta.dirname, pages: ['index.html'], backend: process.env.PORTAL_URL });
