import '@trine/ui/styles.css';
import './phone.css';
import { LanguageProvider } from '@trine/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { queries } from './bank.js';

createRoot(document.getElementById('app') as HTMLElement).render(<QueryClientProvider client={queries}><LanguageProvider><App /></LanguageProvider></QueryClientProvider>);
