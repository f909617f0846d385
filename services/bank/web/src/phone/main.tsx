import '@trine/ui/styles.css';
import { createRoot } from 'react-dom/client';
import { LanguageProvider, Page, Button } from '@trine/ui';
createRoot(document.getElementById('app')!).render(<LanguageProvider><Page title="x"><Button>ok</Button></Page></LanguageProvider>);
