import { runService } from '@trine/telemetry';
import { start } from './start.js';

await runService('portal', () => start(process.env));
