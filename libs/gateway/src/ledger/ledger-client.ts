import { LRUCache } from 'lru-cache';
import { Agent } from 'undici';
import { signJws, type Signer } from '@trine/crypto';
import { ApiError } from '../api/api-error.js';
import { httpCall, type HttpReply } from '../http-call.js';

/** One question to the ledger (contract: ledger rules part 3, and the ledger's own additions). */
export interface Question {
  name: string;
  params?: Record<string, unknown>;
}

const TOKEN_LIFE_MS = 120_000;
/** A token is replaced this long before it expires. */
const TOKEN_RENEWAL_MS = 30_000;
const QUERY_TIMEOUT_MS = 10_000;
const REPLY_BYTES_MAX = 64 * 1024 * 1024;
/** Calls to the ledger under way at once; what is asked meanwhile goes out together. */
const CALLS_AT_ONCE_MAX = 1;
/** The ledger takes this many questions in one call. */
const QUESTIONS_COUNT_MAX = 100;

/** Answers about the registry that are kept, and how long their questions may be. */
const KEPT_COUNT_MAX = 1_000;
const KEPT_QUESTION_CHARS_MAX = 2_000;

type QueryAnswer = { value: unknown; registry?: string } | { same: true } | { failed: number };

interface QueryReply {
  height?: string;
  answers: QueryAnswer[];
}

/** An answer that stands while the registry has this version. */
interface Kept {
  registry: string;
  value: unknown;
}

/** One question of a caller; `key`: what its answer is kept under. */
interface Asked {
  question: Question;
  key: string;
  kept: Kept | undefined;
}

interface Asking {
  asked: Asked[];
  resolve: (answers: unknown[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Asks the ledger, signed as this node. Answers are of the last committed block, so a change is seen at once: what is kept of the
 * registry is used only when the ledger says that it still stands. Answers may be shared, hence frozen.
 * Failures are ApiErrors: 10001 unreachable, 10003 failed, 10004 unreadable.
 */
export class LedgerClient {
  private readonly agent = new Agent({ connections: 32, keepAliveTimeout: 60_000, headersTimeout: QUERY_TIMEOUT_MS, bodyTimeout: QUERY_TIMEOUT_MS });
  private readonly tokens = new Map<string, { text: string; exp: number }>();
  private readonly renewals = new Map<string, Promise<string>>();
  private isReachable = false;
  private lastHeight: string | undefined;
  private readonly waiting: Asking[] = [];
  private callsUnderWay = 0;
  private readonly kept = new LRUCache<string, Kept>({ max: KEPT_COUNT_MAX });

  constructor(
    private readonly url: string,
    private readonly nodeId: string,
    private readonly chainId: string,
    private readonly signerOf: (nodeId: string) => Signer,
    /** Asks which keys are registered; told when the ledger does not take a token. */
    private readonly onRefused: () => Promise<void> = () => Promise.resolve(),
  ) {}

  get reachable(): boolean {
    return this.isReachable;
  }

  /** Height of the ledger, `<chain_id>:<height>`, when it last answered a question. */
  get height(): string | undefined {
    return this.lastHeight;
  }

  /**
   * Asks several questions on one state; the answers in order, `null` where the thing asked for does not exist. Who asks while
   * calls are under way shares the next one.
   */
  ask<A extends unknown[]>(...questions: Question[]): Promise<A> {
    return new Promise<A>((resolve, reject) => {
      const asked = questions.map((question): Asked => {
        const key = JSON.stringify(question);
        return { question, key, kept: this.kept.get(key) };
      });
      this.waiting.push({ asked, resolve: resolve as (answers: unknown[]) => void, reject });
      void this.askWaiting();
    });
  }

  private async askWaiting(): Promise<void> {
    if (this.callsUnderWay >= CALLS_AT_ONCE_MAX || this.waiting.length === 0) return;
    this.callsUnderWay += 1;
    const asking = this.takeWaiting();
    try {
      const { answers } = this.noting((await this.call('POST', '/query', asking.flatMap(({ asked }) => asked.map(({ question, kept }) => ({ ...question, known: kept?.registry }))))) as QueryReply);
      let next = 0;
      for (const { asked, resolve, reject } of asking) {
        const own = answers.slice(next, (next += asked.length));
        if (own.some((answer) => 'failed' in answer)) reject(new ApiError(10003));
        else resolve(own.map((answer, i) => this.valueOf(answer, asked[i] as Asked)));
      }
    } catch (error) {
      for (const { reject } of asking) reject(error);
    } finally {
      this.callsUnderWay -= 1;
      void this.askWaiting();
    }
  }

  private valueOf(answer: QueryAnswer, { key, kept }: Asked): unknown {
    if ('same' in answer) return kept?.value;
    const { value, registry } = answer as { value: unknown; registry?: string };
    if (registry !== undefined && key.length <= KEPT_QUESTION_CHARS_MAX) this.kept.set(key, { registry, value: deepFreeze(value) });
    return value;
  }

  private takeWaiting(): Asking[] {
    let count = 0;
    let questions = 0;
    for (const asking of this.waiting) {
      questions += asking.asked.length;
      if (count > 0 && questions > QUESTIONS_COUNT_MAX) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  async askOne<A>(name: string, params: Record<string, unknown> = {}): Promise<A | null> {
    const [answer] = await this.ask<[A | null]>({ name, params });
    return answer;
  }

  /** Asks about the registry, without a token: before this node can sign, or while it can't. Not every question is answered so. */
  async askOpenly<A>(name: string, params: Record<string, unknown> = {}): Promise<A | null> {
    const [answer] = this.noting((await this.callWith({}, 'POST', '/query', [{ name, params }])) as QueryReply).answers;
    if (!answer || !('value' in answer)) throw new ApiError(10003);
    return answer.value as A | null;
  }

  private noting(reply: QueryReply): QueryReply {
    this.lastHeight = reply.height ?? this.lastHeight;
    return reply;
  }

  /** Events of a node that this gateway acts for, after a number, as signed inbox messages. */
  async eventsAfter(nodeId: string, seq: number): Promise<string[]> {
    const { messages } = (await this.call('GET', `/events?after=${seq}`, undefined, nodeId)) as { messages: string[] };
    return messages;
  }

  async publicKey(): Promise<{ chain_id: string; public_key: string }> {
    return (await this.callWith({}, 'GET', '/key')) as { chain_id: string; public_key: string };
  }

  close(): Promise<void> {
    return this.agent.close();
  }

  private async call(method: 'GET' | 'POST', path: string, body?: unknown, nodeId = this.nodeId): Promise<unknown> {
    const token = await this.currentToken(nodeId);
    try {
      return await this.callWith({ authorization: `Bearer ${token}` }, method, path, body);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 10032) throw error;
      // The keys may have been replaced a moment ago.
      if (this.tokens.get(nodeId)?.text === token) this.tokens.delete(nodeId);
      await this.onRefused();
      return this.callWith({ authorization: `Bearer ${await this.currentToken(nodeId)}` }, method, path, body);
    }
  }

  private async callWith(headers: Record<string, string>, method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    let reply: HttpReply;
    try {
      reply = await httpCall(this.agent, {
        method,
        url: `${this.url}${path}`,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        bytesMax: REPLY_BYTES_MAX,
      });
    } catch (cause) {
      this.isReachable = false;
      throw new ApiError(10001, undefined, undefined, { cause });
    }
    this.isReachable = reply.status !== 503;
    // Not registered (yet), or registered with another key than the one in use here.
    if (reply.status === 401) throw new ApiError(10032, 'the ledger does not know this node by its present signing key');
    if (reply.status !== 200) throw new ApiError(10001, `status ${reply.status}`);
    try {
      return JSON.parse(reply.text);
    } catch (cause) {
      throw new ApiError(10004, undefined, undefined, { cause });
    }
  }

  private currentToken(nodeId: string): Promise<string> {
    const token = this.tokens.get(nodeId);
    if (token && token.exp > Date.now() + TOKEN_RENEWAL_MS) return Promise.resolve(token.text);
    const renewal = this.renewals.get(nodeId) ?? this.newToken(nodeId).finally(() => this.renewals.delete(nodeId));
    this.renewals.set(nodeId, renewal);
    return renewal;
  }

  private async newToken(nodeId: string): Promise<string> {
    const exp = Date.now() + TOKEN_LIFE_MS;
    const text = await signJws(this.signerOf(nodeId), nodeId, { iss: nodeId, aud: this.chainId, exp });
    this.tokens.set(nodeId, { text, exp });
    return text;
  }

  /** After signing keys changed. */
  dropTokens(): void {
    this.tokens.clear();
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
