import { TOPIC_PREFIX_DEFAULT } from '@trine/protocol';
import { callbackSigningKeys } from './callbacks/callback-headers.js';

/** Role of a gateway as the API v6 spells it. */
export type GatewayRole = 'ndid' | 'rp' | 'idp' | 'as' | 'proxy';

/** What a gateway process is told by its environment (contract: flows.md, "Environment that changes behaviour"). */
export interface GatewayConfig {
  nodeId: string;
  role: GatewayRole;
  host: string;
  port: number;
  /** Set: the API is served by HTTPS with this key and certificate (PEM), read at the start. */
  https: { keyPath: string; certPath: string } | undefined;
  databaseUrl: string;
  kafkaBrokers: string[];
  /** Begins every name on the bus; differs where several schemes share a broker. */
  topicPrefix: string;
  ledgerUrl: string;
  ledgerPublicKeyPath: string | undefined;
  chainId: string;
  keys: {
    signing: KeyFile;
    master: KeyFile;
    encryption: KeyFile;
  };
  /** The member's crypto service holds the keys; `keys` is not used then. */
  externalCrypto: boolean;
  /** What is asked of a crypto service has the members of this version. Changeable at run time by `POST /config/set`. */
  keyOperationVersion: '6.0' | '5.3';
  /** Role proxy: where the private keys of the nodes behind it are, as files named by node id (contract: flows.md section 9). */
  proxiedKeys: { signingDir: string | undefined; encryptionDir: string | undefined };
  /** Callback URLs to store at start, by the name that the API gives them. */
  callbackUrls: Record<string, string>;
  clientErrorStatus: number;
  serverErrorStatus: number;
  /** Hex SHA-256 of the API key; undefined: no key is asked for. */
  apiKeyHash: string | undefined;
  validateIdentifier: boolean;
  /** Seconds after which a result callback that nobody takes is given up. */
  callbackRetryTimeoutSeconds: number;
  /** Callbacks carry one signature with each; none: they are not signed. */
  callbackSigningKeys: Buffer[];
  asDataCompressBytesMin: number;
  /** Requests of this type are contracts, whose documents are checked (contract: flows.md section 11). */
  documentContract: { requestType: string; validate: boolean; fetchTimeoutMs: number };
  configRoutes: boolean;
  /** Changeable at run time by `POST /config/set`. */
  autoClose: { completed: boolean; rejected: boolean; complicated: boolean; errored: boolean };
}

export interface KeyFile {
  path: string | undefined;
  passphrase: string | undefined;
  /** API v6 name; undefined: by the kind of key. */
  algorithm: string | undefined;
}

const ROLES: readonly string[] = ['ndid', 'rp', 'idp', 'as', 'proxy'];

/** A day: a back end may be away for a night. The contract's reference gives up after 600 s. */
const CALLBACK_RETRY_TIMEOUT_SECONDS_DEFAULT = 86_400;

/** Reads and checks the environment; the error says what is missing and what to give. */
export function gatewayConfig(env: Record<string, string | undefined>): GatewayConfig {
  const required = (name: string, what: string): string => {
    const value = env[name];
    if (!value) throw new Error(`${name} is missing: ${what}`);
    return value;
  };
  const flag = (name: string, fallback: boolean): boolean => (env[name] === undefined ? fallback : env[name] === 'true');
  const count = (name: string, fallback: number): number => {
    const value = env[name] === undefined ? fallback : Number(env[name]);
    if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a whole number, not "${String(env[name])}".`);
    return value;
  };
  const keyFile = (prefix: string, algorithm: string): KeyFile => ({
    path: env[`${prefix}_PATH`],
    passphrase: env[`${prefix}_PASSPHRASE`],
    algorithm: env[algorithm],
  });
  const role = required('ROLE', `one of ${ROLES.join(', ')}.`);
  if (!ROLES.includes(role)) throw new Error(`ROLE is "${role}"; it must be one of ${ROLES.join(', ')}.`);
  const apiKeyHash = flag('USE_API_KEY', false) ? required('API_KEY_HASH', 'the hex SHA-256 of the API key (USE_API_KEY is on).') : undefined;
  if (apiKeyHash !== undefined && !/^[0-9a-f]{64}$/i.test(apiKeyHash)) throw new Error('API_KEY_HASH is no SHA-256 in hex: give 64 hex digits, e.g. of `printf %s "$KEY" | sha256sum`.');

  return {
    nodeId: required('NODE_ID', 'the id under which the operator registered this node.'),
    role: role as GatewayRole,
    host: env['SERVER_HOST'] ?? '127.0.0.1',
    port: count('SERVER_PORT', 8080),
    https: flag('HTTPS', false)
      ? {
          keyPath: required('HTTPS_KEY_PATH', 'the path of the private key of the TLS certificate, as PEM (HTTPS is on).'),
          certPath: required('HTTPS_CERT_PATH', 'the path of the TLS certificate, with the intermediate ones after it, as PEM (HTTPS is on).'),
        }
      : undefined,
    databaseUrl: required('DATABASE_URL', "this gateway's own PostgreSQL database."),
    kafkaBrokers: (env['KAFKA_BROKERS'] ?? '').split(',').filter((broker) => broker !== ''),
    topicPrefix: env['KAFKA_TOPIC_PREFIX'] ?? TOPIC_PREFIX_DEFAULT,
    ledgerUrl: required('LEDGER_URL', "the ledger's address, e.g. http://ledger:8070."),
    ledgerPublicKeyPath: env['LEDGER_PUBLIC_KEY_PATH'],
    chainId: env['CHAIN_ID'] ?? 'trine',
    keys: {
      signing: keyFile('SIGNING_KEY', 'SIGNING_ALGORITHM'),
      master: keyFile('MASTER_KEY', 'MASTER_ALGORITHM'),
      encryption: keyFile('ENCRYPTION_KEY', 'ENCRYPTION_ALGORITHM'),
    },
    externalCrypto: flag('USE_EXTERNAL_CRYPTO_SERVICE', false),
    keyOperationVersion: keyOperationVersion(env['EXTERNAL_CRYPTO_SERVICE_CALLBACK_API_VERSION'] ?? env['CALLBACK_API_VERSION']?.replace('4.0', '5.3') ?? '6.0'),
    proxiedKeys: { signingDir: env['PROXIED_SIGNING_KEYS_DIR'], encryptionDir: env['PROXIED_ENCRYPTION_KEYS_DIR'] },
    callbackUrls: JSON.parse(env['CALLBACK_URLS'] ?? '{}') as Record<string, string>,
    clientErrorStatus: count('CLIENT_HTTP_ERROR_CODE', 400),
    serverErrorStatus: count('SERVER_HTTP_ERROR_CODE', 500),
    apiKeyHash: apiKeyHash?.toLowerCase(),
    // Contract: only the text `false` switches it off.
    validateIdentifier: env['VALIDATE_IDENTIFIER'] !== 'false',
    callbackRetryTimeoutSeconds: count('CALLBACK_RETRY_TIMEOUT', CALLBACK_RETRY_TIMEOUT_SECONDS_DEFAULT),
    callbackSigningKeys: callbackSigningKeys(env['CALLBACK_SIGNING_SECRET']),
    asDataCompressBytesMin: count('AS_DATA_COMPRESS_MIN_LENGTH', 1000),
    documentContract: {
      requestType: env['DCONTRACT_REQUEST_TYPE'] ?? 'dsign.dcontract',
      validate: env['DCONTRACT_VALIDATE'] !== 'false',
      fetchTimeoutMs: count('DCONTRACT_FETCH_TIMEOUT', 30_000),
    },
    configRoutes: flag('ENABLE_CONFIG_HTTP_ROUTE_PATH', false),
    autoClose: {
      completed: flag('AUTO_CLOSE_REQUEST_ON_COMPLETED', true),
      rejected: flag('AUTO_CLOSE_REQUEST_ON_REJECTED', false),
      complicated: flag('AUTO_CLOSE_REQUEST_ON_COMPLICATED', false),
      errored: flag('AUTO_CLOSE_REQUEST_ON_ERRORED', true),
    },
  };
}

function keyOperationVersion(version: string): '6.0' | '5.3' {
  if (version !== '6.0' && version !== '5.3') throw new Error(`EXTERNAL_CRYPTO_SERVICE_CALLBACK_API_VERSION is "${version}"; it must be 6.0 or 5.3.`);
  return version;
}
