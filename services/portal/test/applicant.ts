import { randomUUID } from 'node:crypto';
import { until } from '@trine/testkit';
import type { Application, ApplicationInput, ApplicationState, Banks, Session } from '../src/api.js';

export interface Reply<T> {
  status: number;
  body: T;
}

/** Somebody with a browser: keeps the cookie, sends the token, follows the application's events. */
export class Applicant {
  private cookie = '';
  token = '';

  private constructor(private url: string) {}

  static async arrive(url: string): Promise<Applicant> {
    const applicant = new Applicant(url);
    applicant.token = (await applicant.get<Session>('/session')).body.csrf_token;
    return applicant;
  }

  /** The portal was started again somewhere else. */
  moveTo(url: string): void {
    this.url = url;
  }

  get<T>(path: string): Promise<Reply<T>> {
    return this.call('GET', path);
  }

  post<T>(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply<T>> {
    return this.call('POST', path, body, { 'x-csrf-token': this.token, ...headers });
  }

  async banks(citizen_id: string): Promise<Banks> {
    return (await this.post<Banks>('/banks', { citizen_id })).body;
  }

  /** A complete application, with what a test wants otherwise. */
  input(citizen_id: string, bank_id: string, more: Partial<ApplicationInput> = {}): ApplicationInput {
    return { key: randomUUID(), product: 'health', namespace: 'citizen_id', citizen_id, bank_id, items: ['customer_info'], consent_version: '1', ...more };
  }

  async apply(citizen_id: string, bank_id: string, more: Partial<ApplicationInput> = {}): Promise<Application> {
    const { status, body } = await this.post<Application>('/applications', this.input(citizen_id, bank_id, more));
    if (status !== 201) throw new Error(`the application was refused: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** The application once it is in this state, whatever the portal does meanwhile. */
  reaches(id: string, ...states: ApplicationState[]): Promise<Application> {
    let last: unknown;
    return until(`${id} to become ${states.join(' or ')}`, async () => {
      const reply = await this.get<Application>(`/applications/${id}`).catch(() => undefined);
      last = reply?.body;
      return reply?.status === 200 && states.includes(reply.body.state) && reply.body;
    }).catch((error: Error) => {
      throw new Error(`${error.message}; last seen: ${JSON.stringify(last)}`);
    });
  }

  /** What the wait page hears until an end. */
  async events(id: string): Promise<Application[]> {
    const response = await fetch(`${this.url}/api/applications/${id}/events`, { headers: { cookie: this.cookie } });
    const heard: Application[] = [];
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data) heard.push(JSON.parse(data) as Application);
      }
      if (heard.at(-1)?.ended_at) break;
    }
    return heard;
  }

  private async call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply<T>> {
    const response = await fetch(`${this.url}/api${path}`, {
      method, headers: { ...headers, ...(this.cookie && { cookie: this.cookie }), ...(body !== undefined && { 'content-type': 'application/json' }) }, ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const set = response.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0]!;
    return { status: response.status, body: (await response.json()) as T };
  }
}
