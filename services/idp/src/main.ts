import { runService } from '@trine/telemetry';
import { start } from './index.js';

await runService('idp', () => start(process.env));
