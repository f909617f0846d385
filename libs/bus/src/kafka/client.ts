import net from 'node:net';
import tls from 'node:tls';
import type { Logger } from '@trine/telemetry';
import { Kafka, logLevel, type ISocketFactory, type KafkaConfig, type RetryOptions } from 'kafkajs';
import { quietRequestQueue } from './quiet-request-queue.js';

quietRequestQueue();

export interface KafkaAddress {
  brokers: string[];
  clientId: string;
  ssl?: KafkaConfig['ssl'];
  sasl?: KafkaConfig['sasl'];
}

const KEEP_ALIVE_MS = 60_000;

/** A kafkajs client with our settings; what differs between its users is how long it retries by itself. */
export function kafkaClient({ brokers, clientId, ssl, sasl }: KafkaAddress, logger: Logger, retry: RetryOptions): Kafka {
  return new Kafka({
    brokers,
    clientId,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
    retry,
    socketFactory,
    logLevel: logger.isLevelEnabled('trace') ? logLevel.INFO : logLevel.ERROR,
    // kafkajs reports every rebalance and every reconnection as an error. We log what matters ourselves.
    logCreator: () => ({ namespace, level, log }) => {
      const { message, timestamp: _, ...detail } = log;
      logger[level === logLevel.ERROR ? 'debug' : 'trace']({ kafkajs: namespace, ...detail }, message);
    },
  });
}

/** kafkajs's own, plus noDelay: heartbeats and fetches share sockets, and Nagle would hold them back for 40 ms. */
const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? tls.connect({ host, port, ...(net.isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
    : net.connect({ host, port }, onConnect);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  socket.setNoDelay(true);
  return socket;
};

/** The broker's code for an error that kafkajs may have wrapped several times, e.g. `MESSAGE_TOO_LARGE`. */
export function brokerErrorType(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('type' in cause && typeof cause.type === 'string') return cause.type;
    if ('errors' in cause && Array.isArray(cause.errors)) return brokerErrorType(cause.errors[0]);
  }
  return undefined;
}
