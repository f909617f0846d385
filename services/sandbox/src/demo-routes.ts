import { ApiError, type SourceData } from '@trine/client';
import type { FastifyInstance } from 'fastify';
import { outcomeText, PEOPLE, personById, type Outcome } from './people.js';
import type { RequestWishes, RpMember } from './rp/rp-member.js';
import { latestNews, type RequestNews, type Timeline, type TimelineEntry } from './timeline.js';

/** `GET /demo/requests/{request_id}`. */
export interface DemoRequest {
  request_id: string;
  person: string;
  status: RequestNews['status'] | null;
  closed: boolean;
  timed_out: boolean;
  /** The gateway accepted the request, but it could not be created. */
  failed?: { code: number; message: string };
  expected: Outcome;
  timeline: TimelineEntry[];
  data: SourceData[];
}

/** `POST /demo/requests`. */
export type DemoWish = { person: string } & RequestWishes;

const wishSchema = {
  type: 'object',
  required: ['person'],
  properties: {
    person: { type: 'string', enum: PEOPLE.map(({ id }) => id) },
    mode: { type: 'integer', enum: [1, 2, 3] },
    services: { type: 'array', items: { type: 'string', minLength: 1 } },
  },
};

/**
 * The sandbox's own HTTP interface: makes the first relying party ask about a person and tells what came of it.
 * A refusal of the gateway is passed on as it came.
 */
export function demoRoutes(app: FastifyInstance, rps: readonly RpMember[], timeline: Timeline): void {
  app.get('/demo/people', () => PEOPLE.map(({ id, citizenId, description, expected }) => ({ id, citizen_id: citizenId, description, expected: outcomeText(expected) })));

  app.post<{ Body: DemoWish }>('/demo/requests', { schema: { body: wishSchema } }, async ({ body: { person, ...wishes } }, reply) => {
    try {
      return await reply.code(202).send(await rps[0]!.ask(personById(person)!, wishes));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return reply.code(error.status).send({ error: { code: error.code, message: error.message } });
    }
  });

  app.get<{ Params: { requestId: string } }>('/demo/requests/:requestId', async ({ params: { requestId } }, reply): Promise<DemoRequest> => {
    const entries = timeline.of(requestId);
    const { person, status, closed = false, timed_out = false, failed } = latestNews(entries);
    if (person === undefined) return reply.code(404).send();
    return {
      request_id: requestId, person, status: status ?? null, closed, timed_out, ...(failed && { failed }),
      expected: personById(person)!.expected,
      timeline: entries,
      data: closed || timed_out ? await rps[0]!.data(requestId) : [],
    };
  });
}
