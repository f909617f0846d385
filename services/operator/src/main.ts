import { runService } from '@trine/telemetry';
import { start } from './index.js';

await runService('operator', () => start(process.env));
