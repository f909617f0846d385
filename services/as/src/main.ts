import { runService } from '@trine/telemetry';
import { start } from './index.js';

await runService('as', () => start(process.env));
