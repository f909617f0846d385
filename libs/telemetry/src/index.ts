export { createLogger, securityEvent, type Logger } from './logger.js';
export { runService } from './run-service.js';
