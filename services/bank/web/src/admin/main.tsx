import '@trine/ui/styles.css';
import '../shared/desk.css';
import { LanguageProvider } from '@trine/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { Admin, queries } from './admin.js';

createRoot(document.getElementById('app') as HTMLElement).render(<QueryClientProvider client={queries}><LanguageProvider><Admin /></LanguageProvider></QueryClientProvider>);
