import { runService } from '@trine/telemetry';
import { start } from './index.js';

await runService('rp', () => start(process.env));
