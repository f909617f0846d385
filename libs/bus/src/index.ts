export {
  PoisonMessage,
  PublishRefused,
  QUARANTINE_TOPIC,
  type Bus,
  type BusAlarm,
  type BusMessage,
  type ConsumeOptions,
  type Consumption,
  type ReceivedMessage,
} from './bus.js';
export { BATCH_COUNT_MAX } from './lane.js';
export { inProcessBus, RETAINED_COUNT_MAX, type InProcessBusOptions } from './in-process/in-process-bus.js';
export { MESSAGE_BYTES_MAX } from './kafka/topics.js';
export { kafkaBus, type KafkaBusOptions } from './kafka/kafka-bus.js';
