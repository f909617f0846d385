import '@trine/ui/styles.css';
import '../shared/desk.css';
import { LanguageProvider } from '@trine/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { queries, Staff } from './staff.js';

createRoot(document.getElementById('app') as HTMLElement).render(<QueryClientProvider client={queries}><LanguageProvider><Staff /></LanguageProvider></QueryClientProvider>);
