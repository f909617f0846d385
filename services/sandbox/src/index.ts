export { start, type RunningSandbox } from './start.js';
export { sandboxConfig, type MemberConfig, type SandboxConfig, type SourceConfig } from './config.js';
export { fictionalCitizenId, outcomeText, PEOPLE, personById, type BankScript, type Outcome, type Person, type SourceScript } from './people.js';
export { formatTimeline, type TimelineEntry } from './timeline.js';
export { type DemoRequest, type DemoWish } from './demo-routes.js';
