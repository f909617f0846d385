export { startGateway, type RunningService } from './gateway.js';
