import { runService } from '@trine/telemetry';
import { start } from './start.js';

await runService('sandbox', () => start(process.env));
