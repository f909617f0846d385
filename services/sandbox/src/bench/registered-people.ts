import pg from 'pg';
import { SERVICE_ID } from './driver-messages.js';

/** People are put into the ledger's tables this many at a time. */
const CHUNK_COUNT = 50_000;
/** Of every twenty added nodes, three are IdPs and two are ASs that offer the service. */
const ROLE_OF = `case when n % 20 < 3 then 'IdP' when n % 20 < 5 then 'AS' else 'RP' end`;

/** The n-th person that {@link addPeople} registers at `idp1`, from 1 on. */
export const person = (n: number): { identifier: string; accessorId: string } => ({ identifier: String(n).padStart(13, '0'), accessorId: `accessor-${n}` });

/**
 * Registers people `from`..`to` at `idp1` by writing to the ledger's tables, as if they had enrolled: a million enrolments through
 * the API would take hours. For questions only; the log of commands knows nothing of them.
 */
export async function addPeople(ledgerDatabaseUrl: string, from: number, to: number): Promise<void> {
  await withClient(ledgerDatabaseUrl, async (client) => {
    for (let first = from; first <= to; first += CHUNK_COUNT) {
      await client.query(PEOPLE, [first, Math.min(first + CHUNK_COUNT - 1, to)]);
    }
    await client.query('analyze');
  });
}

/** Adds nodes to the registry, copies of `rp1`, `idp1` and `as1` under other ids; the ledger reads them when it starts. */
export async function addNodes(ledgerDatabaseUrl: string, count: number): Promise<void> {
  await withClient(ledgerDatabaseUrl, async (client) => {
    for (const statement of NODES) await client.query(statement, statement.includes('$2') ? [count, SERVICE_ID] : [count]);
  });
}

const PEOPLE = `
  with people as (
    select n, 'group-' || n as code, 'accessor-' || n as accessor_id,
      encode(sha256(convert_to(lpad(n::text, 13, '0'), 'UTF8')), 'base64') as hash
    from generate_series($1::int, $2::int) as n
  ), identities as (
    insert into identity (key, doc) select 'citizen_id' || chr(31) || hash, jsonb_build_object('reference_group_code', code) from people
  ), accessors as (
    insert into accessor (key, doc) select accessor_id, jsonb_build_object('reference_group_code', code) from people
  )
  insert into reference_group (key, doc) select code, jsonb_build_object(
    'reference_group_code', code,
    'identities', jsonb_build_array(jsonb_build_object('namespace', 'citizen_id', 'identifier_hash', hash)),
    'idps', jsonb_build_array(jsonb_build_object(
      'node_id', 'idp1', 'mode_list', '[2, 3]'::jsonb, 'ial', 2.3, 'lial', null, 'laal', null, 'active', true,
      'accessors', jsonb_build_array(jsonb_build_object(
        'accessor_id', accessor_id, 'accessor_type', 'RSA', 'accessor_public_key', repeat('k', 450), 'active', true,
        'owner_node_id', 'idp1', 'creation_block_height', 1, 'creation_chain_id', 'trine-bench'))))) from people`;

const ADDED = `(select n, ${ROLE_OF} as role, lower(${ROLE_OF}) || '-' || n as node_id from generate_series(1, $1::int) as n) as added`;
const NODES = [
  `insert into registry (kind, key, doc)
    select 'node', node_id, doc || jsonb_build_object('node_id', node_id, 'node_name', 'node ' || n)
    from ${ADDED} join registry on kind = 'node' and key = lower(role) || '1'`,
  `insert into registry (kind, key, doc)
    select 'nodeOfRole', role || chr(31) || node_id, jsonb_build_object('role', role, 'node_id', node_id) from ${ADDED}`,
  ...['offer', 'approval'].map((kind) => `insert into registry (kind, key, doc)
    select '${kind}', $2 || chr(31) || node_id, doc || jsonb_build_object('node_id', node_id)
    from ${ADDED} join registry on kind = '${kind}' and key = $2 || chr(31) || 'as1' where role = 'AS'`),
];

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
