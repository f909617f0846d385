import { runService } from '@trine/telemetry';
import { start } from './start.js';

await runService('bank', () => start(process.env));
