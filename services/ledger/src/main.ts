import { runService } from '@trine/telemetry';
import { start } from './start.js';

await runService('ledger', () => start(process.env));
