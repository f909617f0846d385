export { createLogger, securityEvent, type Logger } from './logger.js';
