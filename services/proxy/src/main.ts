import { runService } from '@trine/telemetry';
import { start } from './index.js';

await runService('proxy', () => start(process.env));
