import { readFileSync } from 'node:fs';
import { Answer, notFound, Operation, type Call } from '../api/operation.js';
import type { GatewayConfig } from '../config.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { NodeKeyring } from './node-keys.js';

/** What the server tells of itself, as of now. */
export interface ServerState {
  version: string;
  /** Text: where the source is. */
  source: string;
  /** Newest height seen, `<chain_id>:<height>`. */
  height(): string | undefined;
  /** Commands whose outcome has not come. */
  pendingCommandIds(): string[];
  pendingMailCount(): number;
  pendingCallbackCount(): number;
  /** Heights of the ledger events being taken in. */
  processingHeights(): string[];
  processingMailCount(): number;
  /** Operations asked of the member's crypto service. */
  pendingKeyOperationCount(): number;
}

const API_VERSION = '6.0';
const LICENSE = readFileSync(new URL('../../../../LICENSE', import.meta.url), 'utf8');

/** Switches of the automatic closing by the name that the environment and `POST /config/set` give them. */
const AUTO_CLOSE_NAMES = {
  AUTO_CLOSE_REQUEST_ON_COMPLETED: 'completed',
  AUTO_CLOSE_REQUEST_ON_REJECTED: 'rejected',
  AUTO_CLOSE_REQUEST_ON_COMPLICATED: 'complicated',
  AUTO_CLOSE_REQUEST_ON_ERRORED: 'errored',
} as const satisfies Record<string, keyof GatewayConfig['autoClose']>;

/** The server about itself (contract: openapi tag `server`). */
export class ServerOperations {
  constructor(
    private readonly config: GatewayConfig,
    private readonly keys: NodeKeyring,
    private readonly ledger: LedgerClient,
    private readonly reloadKeys: () => Promise<void>,
    private readonly state: ServerState,
  ) {}

  @Operation('getInfo')
  async getInfo(): Promise<unknown> {
    const { nodeId, role, port, chainId } = this.config;
    const height = this.state.height();
    return Promise.resolve({
      env: process.env['NODE_ENV'],
      version: this.state.version,
      api_version: API_VERSION,
      node_id: nodeId,
      node_public_key: this.publicKey(),
      role,
      server_listen_port: port,
      last_known_chain_id: chainId,
      ...(height !== undefined && { last_known_block_height: Number(height.slice(height.lastIndexOf(':') + 1)) }),
    });
  }

  @Operation('get_num_expected_txs')
  async countExpectedTxs(): Promise<unknown> {
    return Promise.resolve({ n_expected_txs: this.state.pendingCommandIds().length });
  }

  @Operation('get_expected_txs')
  async listExpectedTxs(): Promise<unknown> {
    return Promise.resolve({ expected_txs: this.state.pendingCommandIds() });
  }

  @Operation('get_num_pending_outbound_mq_messages')
  async countOutboundMail(): Promise<unknown> {
    return Promise.resolve({ n_pending_outbound_mq_messages: this.state.pendingMailCount() });
  }

  @Operation('get_num_pending_client_callbacks')
  async countCallbacks(): Promise<unknown> {
    return Promise.resolve({ n_pending_client_callbacks: this.state.pendingCallbackCount() });
  }

  @Operation('get_num_pending_external_crypto_callbacks')
  async countCryptoCallbacks(): Promise<unknown> {
    return Promise.resolve({ n_pending_external_crypto_callbacks: this.state.pendingKeyOperationCount() });
  }

  @Operation('get_num_processing_blocks')
  async countProcessingBlocks(): Promise<unknown> {
    return Promise.resolve({ n_processing_blocks: this.state.processingHeights().length });
  }

  @Operation('get_processing_blocks')
  async listProcessingBlocks(): Promise<unknown> {
    return Promise.resolve({ processing_blocks: this.state.processingHeights() });
  }

  @Operation('get_num_processing_inbound_messages')
  async countProcessingMail(): Promise<unknown> {
    return Promise.resolve({ n_processing_inbound_messages: this.state.processingMailCount() });
  }

  @Operation('getLicense')
  async getLicense(): Promise<unknown> {
    return Promise.resolve(new Answer(200, LICENSE, 'text/plain; charset=utf-8'));
  }

  @Operation('getSource')
  async getSource(): Promise<unknown> {
    return Promise.resolve(new Answer(200, this.state.source, 'text/html; charset=utf-8'));
  }

  @Operation('reinitNodeKeys')
  async reinitNodeKeys(): Promise<void> {
    await this.reloadKeys();
    this.ledger.dropTokens();
  }

  @Operation('getConfig')
  async getConfig(): Promise<unknown> {
    return Promise.resolve(this.config.configRoutes ? this.effective() : notFound());
  }

  /** Callbacks are of version 6 only: another `CALLBACK_API_VERSION` is accepted, and the reply tells that 6.0 stays in effect. */
  @Operation('setConfig')
  async setConfig({ body }: Call<Partial<Record<keyof typeof AUTO_CLOSE_NAMES, boolean> & { EXTERNAL_CRYPTO_SERVICE_CALLBACK_API_VERSION: '6.0' | '5.3' }>>): Promise<unknown> {
    if (!this.config.configRoutes) return Promise.resolve(notFound());
    this.config.keyOperationVersion = body.EXTERNAL_CRYPTO_SERVICE_CALLBACK_API_VERSION ?? this.config.keyOperationVersion;
    for (const [name, status] of autoCloseNames) this.config.autoClose[status] = body[name] ?? this.config.autoClose[status];
    return Promise.resolve(this.effective());
  }

  @Operation('reissueTelemetryToken')
  async reissueTelemetryToken(): Promise<unknown> {
    return Promise.resolve(this.config.configRoutes ? new Answer(404, { message: 'There is no telemetry token here.' }) : notFound());
  }

  /** Unknown while a node whose keys are elsewhere is not registered. */
  private publicKey(): string | undefined {
    try {
      return this.keys.current.publicKeys.signing;
    } catch {
      return undefined;
    }
  }

  private effective(): Record<string, unknown> {
    const { nodeId, role, host, port, ledgerUrl, chainId, clientErrorStatus, serverErrorStatus, validateIdentifier } = this.config;
    return {
      NODE_ID: nodeId,
      ROLE: role,
      SERVER_HOST: host,
      SERVER_PORT: port,
      LEDGER_URL: ledgerUrl,
      CHAIN_ID: chainId,
      CALLBACK_API_VERSION: API_VERSION,
      EXTERNAL_CRYPTO_SERVICE_CALLBACK_API_VERSION: this.config.keyOperationVersion,
      USE_EXTERNAL_CRYPTO_SERVICE: this.config.externalCrypto,
      CLIENT_HTTP_ERROR_CODE: clientErrorStatus,
      SERVER_HTTP_ERROR_CODE: serverErrorStatus,
      USE_API_KEY: this.config.apiKeyHash !== undefined,
      VALIDATE_IDENTIFIER: validateIdentifier,
      CALLBACK_RETRY_TIMEOUT: this.config.callbackRetryTimeoutSeconds,
      AS_DATA_COMPRESS_MIN_LENGTH: this.config.asDataCompressBytesMin,
      ...Object.fromEntries(autoCloseNames.map(([name, status]) => [name, this.config.autoClose[status]])),
    };
  }
}

const autoCloseNames = Object.entries(AUTO_CLOSE_NAMES) as [keyof typeof AUTO_CLOSE_NAMES, keyof GatewayConfig['autoClose']][];
