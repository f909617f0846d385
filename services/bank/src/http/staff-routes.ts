import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isCitizenId } from '@trine/protocol';
import type { StaffSession, StaffSignInInput } from '../api.js';
import { sameText } from '../access/secrets.js';
import { BankError } from '../errors.js';
import { typedDigits } from '../rules/masks.js';
import type { Service } from '../service.js';
import { formOf } from './multipart.js';

/** What the K CHECK ID page calls. */
export function staffRoutes(app: FastifyInstance, { parts, visitors, points }: Service): void {
  const { config, logger } = parts;
  const session = (request: FastifyRequest, reply: FastifyReply, officer: string | undefined): StaffSession => ({
    csrf_token: visitors.csrfToken(request, reply), sandbox: config.sandbox, ...(config.demoAccount && { demo_account: config.demoAccount }), ...(officer !== undefined && { officer }),
  });
  const officerOf = (request: FastifyRequest): string => {
    const officer = visitors.officer(request);
    if (officer === undefined || !Object.hasOwn(config.staff, officer)) throw new BankError('STAFF_ONLY');
    return officer;
  };
  const citizenId = (typed: string | undefined): string => {
    const id = typedDigits(typed ?? '');
    if (!isCitizenId(id)) throw new BankError('INPUT_INVALID');
    return id;
  };

  app.get('/api/staff/session', (request, reply) => session(request, reply, visitors.officer(request)));
  const body = { type: 'object', properties: { officer: { type: 'string', maxLength: 100 }, password: { type: 'string', maxLength: 200 } }, required: ['officer', 'password'] };
  app.post<{ Body: StaffSignInInput }>('/api/staff/session', { schema: { body }, config: { rateLimit: { max: 10, timeWindow: '1 minute' } } }, (request, reply) => {
    const { officer, password } = request.body;
    const known = Object.hasOwn(config.staff, officer) ? config.staff[officer]! : undefined;
    if (known === undefined || !sameText(password, known)) {
      logger.warn('a sign-in of staff was refused');
      throw new BankError('STAFF_SIGN_IN_WRONG');
    }
    visitors.keepOfficer(reply, officer);
    return session(request, reply, officer);
  });
  app.delete('/api/staff/session', (request, reply) => {
    visitors.dropOfficer(reply);
    return session(request, reply, undefined);
  });
  app.get<{ Params: { citizen_id: string } }>('/api/staff/customers/:citizen_id', (request) => {
    officerOf(request);
    return points.customer(citizenId(request.params.citizen_id));
  });
  app.post('/api/staff/visits', async (request) => {
    const officer = officerOf(request);
    const { fields, files } = await formOf(request);
    const { point, point_id: pointId } = fields;
    const picture = files['picture']?.[0];
    if ((point !== 'BRANCH' && point !== 'ATM') || !pointId || !picture) throw new BankError('INPUT_INVALID');
    if (picture[0] !== 0xff || picture[1] !== 0xd8) throw new BankError('KB_PICTURE_INVALID');
    return points.visit(officer, { citizenId: citizenId(fields['citizen_id']), point, pointId, picture });
  });
}
