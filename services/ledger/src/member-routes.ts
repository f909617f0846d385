import type { FastifyInstance, FastifyReply } from 'fastify';
import type { BlockWriter } from './block-writer.js';
import type { LedgerStore } from './ledger-store.js';
import type { MemberAuthentication } from './member-authentication.js';
import { isPublic, type QueryService, type Question } from './query-service.js';

const EVENTS_COUNT_MAX = 500;
const QUESTIONS_COUNT_MAX = 100_000;

/** What the routes of members need. */
export interface MemberRoutes {
  chainId: string;
  /** PEM of the key that signs events and checkpoints. */
  publicKey: string;
  queries: QueryService;
  members: MemberAuthentication;
  store: LedgerStore;
  writer: BlockWriter;
}

/**
 * The ledger's HTTP side for members' gateways: questions, missed events, its key. Bound to Fastify itself, because every flow
 * asks several questions.
 */
export function serveMembers(server: FastifyInstance, { chainId, publicKey, queries, members, store, writer }: MemberRoutes): void {
  /** Answers a list of questions in order, all on one state. */
  server.post('/query', async (request, reply) => {
    const questions = request.body as Question[];
    if (!areQuestions(questions)) return refuse(reply, 400, `Ask 1 to ${QUESTIONS_COUNT_MAX} questions as an array of {name, params}.`);
    if (!questions.every(isPublic) && !(await members.nodeOf(request.headers.authorization))) {
      return refuse(reply, 401, 'This question needs a token signed by a registered node.');
    }
    const answers = await queries.answer(questions);
    return reply.type('application/json; charset=utf-8').send(JSON.stringify({ height: `${chainId}:${writer.height}`, answers }));
  });

  /** The caller's own events after a number, as signed inbox messages: for what the bus has lost. */
  server.get('/events', async (request, reply) => {
    const nodeId = await members.nodeOf(request.headers.authorization);
    if (!nodeId) return refuse(reply, 401, 'Events are told to the registered node that they concern.');
    const after = Number((request.query as { after?: string }).after);
    const bodies = await store.eventsAfter(nodeId, Number.isSafeInteger(after) ? after : 0, EVENTS_COUNT_MAX);
    const messages = bodies.length === 0 ? [] : await writer.inboxMessages(nodeId, bodies.map((body) => ({ body })));
    return reply.send({ messages: messages.map(({ value }) => value.toString('utf8')) });
  });

  server.get('/key', (_request, reply) => reply.send({ chain_id: chainId, public_key: publicKey }));
}

const refuse = (reply: FastifyReply, status: number, message: string): FastifyReply => reply.code(status).send({ error: { message } });

const areQuestions = (body: unknown): body is Question[] =>
  Array.isArray(body) && body.length <= QUESTIONS_COUNT_MAX && body.every((question: unknown) => typeof (question as Question | null)?.name === 'string');
