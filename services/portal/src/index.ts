export { start, type Overrides, type RunningPortal } from './start.js';
export { portalConfig, type ItemConfig, type PortalConfig, type ProductConfig } from './config.js';
export { requestMessage } from './message.js';
export type * from './api.js';
