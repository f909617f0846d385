import type { Logger } from '@trine/telemetry';
import { QUARANTINE_TOPIC, type BusAlarm, type BusMessage, type ReceivedMessage } from './bus.js';

/** The message as it is put on the quarantine topic. */
export function quarantined(message: ReceivedMessage, reason: string): BusMessage {
  return {
    topic: QUARANTINE_TOPIC,
    key: message.key,
    value: message.value,
    headers: {
      ...message.headers,
      'source-topic': message.topic,
      'source-partition': String(message.partition),
      'source-offset': String(message.offset),
      reason,
    },
  };
}

export function poisonAlarm({ topic, partition, offset }: ReceivedMessage, reason: string): BusAlarm {
  return { event: 'poison_message', topic, partition, offset: String(offset), reason };
}

/** The alarm of a bus that was given none: an error line with `alarm: <event>`. */
export function logAlarm(logger: Logger): (alarm: BusAlarm) => void {
  return ({ event, ...detail }) => logger.error({ alarm: event, ...detail }, `alarm: ${event}`);
}
