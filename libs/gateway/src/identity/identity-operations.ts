import { randomUUID } from 'node:crypto';
import { publicKeyFault } from '@trine/crypto';
import { identifierHash, isCitizenId, type IdentityRef } from '@trine/protocol';
import { ApiError } from '../api/api-error.js';
import { Operation, type Call } from '../api/operation.js';
import type { LedgerClient, Question } from '../ledger/ledger-client.js';
import type { AccessorFacts, AssociationFacts, NodeInfo } from '../ledger/ledger-facts.js';
import type { References } from '../store/references.js';
import type { IdentityChanges, WantedConsent } from './identity-changes.js';

interface Identity {
  namespace: string;
  identifier: string;
}

interface OperationBody {
  reference_id: string;
  callback_url: string;
  request_message?: string | null;
}

interface NewAccessor {
  accessor_id?: string;
  accessor_type: string;
  accessor_public_key: string;
}

/** An IdP that holds a person. */
interface Holder {
  node_id: string;
  mode_list: number[];
}

/** What the ledger says of one listed identity. */
interface ListedIdentity {
  identity: Identity;
  group: { reference_group_code: string } | null;
  /** This IdP's own association with the person. */
  association: AssociationFacts | null;
}

/** What the ledger says of the person in the path and of the accessors in the body. */
interface PathFacts {
  association: AssociationFacts | null;
  namespaceEnabled: boolean;
  accessor: AccessorFacts | null;
  revoking: AccessorFacts | null;
}

/**
 * Operations of an IdP that may need the person's consent: the checks before the 202, each in the contract's order (flows.md
 * 5.1 and 5.4). What follows is in {@link IdentityChanges}.
 */
export class IdentityOperations {
  constructor(
    private readonly ledger: LedgerClient,
    private readonly references: References,
    private readonly changes: IdentityChanges,
    private readonly validateIdentifier: boolean,
  ) {}

  @Operation('createIdentity')
  async createIdentity({
    nodeId,
    body,
  }: Call<OperationBody & NewAccessor & { identity_list: Identity[]; mode: 2 | 3; ial: number; lial?: boolean; laal?: boolean }>): Promise<unknown> {
    return this.holding(nodeId, body, async () => {
      checkAccessorKey(body);
      const listed = await this.checkIdentities(nodeId, body.identity_list);
      const [ials, own, accessor] = await this.ledger.ask<[{ supported_ial_list: number[] }, NodeInfo | null, AccessorFacts | null]>(
        { name: 'GetSupportedIALList' },
        { name: 'GetNodeInfo', params: { node_id: nodeId } },
        accessorQuestion(body.accessor_id),
      );
      if (!ials.supported_ial_list.includes(body.ial)) throw new ApiError(20094);
      if (body.ial > (own?.max_ial ?? 0)) throw new ApiError(20021);
      checkAccessorIdIsFree(accessor);
      const known = listed.find(({ group }) => group);
      const reference_group_code = known?.group?.reference_group_code ?? randomUUID();
      const holders = known && body.mode === 3 ? await this.holders(reference_group_code) : [];
      const consent = known && holders.length > 0 ? consentOf(known.identity, holdersMode(holders), body) : undefined;
      const accessor_id = body.accessor_id ?? randomUUID();
      const { ial, lial, laal, accessor_type, accessor_public_key } = body;
      const request_id = await this.changes.start(
        {
          ...calledBy(nodeId, body),
          type: 'RegisterIdentity',
          args: {
            reference_group_code,
            new_identity_list: listed.filter(({ group }) => !group).map(({ identity }) => refOf(identity)),
            ial,
            ...(lial !== undefined && { lial }),
            ...(laal !== undefined && { laal }),
            mode_list: body.mode === 3 ? [2, 3] : [2],
            accessor_id,
            accessor_public_key,
            accessor_type,
          },
          reference_group_code,
          accessors: { accessor_id },
        },
        consent,
      );
      return { ...answer(request_id), exist: known !== undefined, accessor_id };
    });
  }

  @Operation('addIdentity')
  async addIdentity({ nodeId, params, body }: Call<OperationBody & { identity_list: Identity[] }>): Promise<unknown> {
    return this.holding(nodeId, body, async () => {
      const listed = await this.checkIdentities(nodeId, body.identity_list);
      const person = personOf(params);
      const { association } = await this.pathFacts(nodeId, person);
      if (!association) throw new ApiError(20071);
      const { reference_group_code } = association;
      const inMode3 = (await this.holders(reference_group_code)).some(allowsMode3);
      const consent = inMode3 ? consentOf(person, 2, body) : undefined;
      const request_id = await this.changes.start(
        {
          ...calledBy(nodeId, body),
          type: 'AddIdentity',
          args: { reference_group_code, new_identity_list: listed.map(({ identity }) => refOf(identity)) },
          reference_group_code,
        },
        consent,
      );
      return answer(request_id);
    });
  }

  @Operation('addAccessor')
  async addAccessor({ nodeId, params, body }: Call<OperationBody & NewAccessor>): Promise<unknown> {
    checkAccessorKey(body);
    return this.holding(nodeId, body, async () => {
      const person = personOf(params);
      const { association, namespaceEnabled, accessor } = await this.pathFacts(nodeId, person, body);
      if (!namespaceEnabled) throw new ApiError(20013);
      checkAccessorIdIsFree(accessor);
      if (!association) throw new ApiError(20071);
      const { accessor_id = randomUUID(), accessor_type, accessor_public_key } = body;
      const { reference_group_code } = association;
      const request_id = await this.changes.start(
        {
          ...calledBy(nodeId, body),
          type: 'AddAccessor',
          args: { reference_group_code, accessor_id, accessor_public_key, accessor_type },
          reference_group_code,
          accessors: { accessor_id },
        },
        consentOfMode3(association, person, body),
      );
      return { ...answer(request_id), accessor_id };
    });
  }

  @Operation('revokeAccessor')
  async revokeAccessor({ nodeId, params, body }: Call<OperationBody & { accessor_id: string }>): Promise<unknown> {
    return this.holding(nodeId, body, async () => {
      const person = personOf(params);
      const { association, accessor } = await this.pathFacts(nodeId, person, body);
      if (!association) throw new ApiError(20071);
      checkAccessorIsOurs(accessor, nodeId);
      checkAccessorIsOfPerson(accessor, association);
      const { accessor_id } = body;
      const request_id = await this.changes.start(
        {
          ...calledBy(nodeId, body),
          type: 'RevokeAccessor',
          args: { accessor_id_list: [accessor_id] },
          reference_group_code: association.reference_group_code,
          accessors: { accessor_id },
        },
        consentOfMode3(association, person, body),
      );
      return answer(request_id);
    });
  }

  @Operation('revokeAndAddAccessor')
  async revokeAndAddAccessor({ nodeId, params, body }: Call<OperationBody & NewAccessor & { revoking_accessor_id: string }>): Promise<unknown> {
    return this.holding(nodeId, body, async () => {
      const person = personOf(params);
      const { association, accessor, revoking } = await this.pathFacts(nodeId, person, body);
      checkAccessorIsOurs(revoking, nodeId);
      checkAccessorKey(body);
      checkAccessorIdIsFree(accessor);
      if (!association) throw new ApiError(20071);
      checkAccessorIsOfPerson(revoking, association);
      const { revoking_accessor_id, accessor_id = randomUUID(), accessor_type, accessor_public_key } = body;
      const request_id = await this.changes.start(
        {
          ...calledBy(nodeId, body),
          type: 'RevokeAndAddAccessor',
          args: { revoking_accessor_id, accessor_id, accessor_public_key, accessor_type },
          reference_group_code: association.reference_group_code,
          accessors: { revoking_accessor_id, accessor_id },
        },
        consentOfMode3(association, person, body),
      );
      return { ...answer(request_id), accessor_id };
    });
  }

  @Operation('revokeIdentityAssociation')
  async revokeIdentityAssociation({ nodeId, params, body }: Call<OperationBody>): Promise<unknown> {
    return this.holding(nodeId, body, async () => {
      const person = personOf(params);
      const { association, namespaceEnabled } = await this.pathFacts(nodeId, person);
      if (!namespaceEnabled) throw new ApiError(20013);
      if (!association) throw new ApiError(20071);
      const { reference_group_code } = association;
      const request_id = await this.changes.start(
        { ...calledBy(nodeId, body), type: 'RevokeIdentityAssociation', args: { reference_group_code }, reference_group_code },
        allowsMode3(association) ? consentOf(person, 3, body) : undefined,
      );
      return answer(request_id);
    });
  }

  @Operation('upgradeIdentityMode')
  async upgradeIdentityMode({ nodeId, params, body }: Call<OperationBody>): Promise<unknown> {
    return this.holding(nodeId, body, async () => {
      const person = personOf(params);
      const { association, namespaceEnabled } = await this.pathFacts(nodeId, person);
      if (!namespaceEnabled) throw new ApiError(20013);
      if (!association) throw new ApiError(20071);
      checkModeIsUsable(association);
      if (allowsMode3(association)) throw new ApiError(20073);
      const { reference_group_code } = association;
      const consent = consentOf(person, holdersMode(await this.holders(reference_group_code)), body);
      const request_id = await this.changes.start(
        { ...calledBy(nodeId, body), type: 'UpdateIdentityModeList', args: { reference_group_code, mode_list: [2, 3] }, reference_group_code },
        consent,
      );
      return answer(request_id);
    });
  }

  private holding(nodeId: string, { reference_id }: OperationBody, work: () => Promise<unknown>): Promise<unknown> {
    return this.references.holding(nodeId, 'identity', reference_id, work);
  }

  /** Checks of listed identities: namespace 20013, identifier 20096, already held here 20019, other person 20069. */
  private async checkIdentities(nodeId: string, identities: Identity[]): Promise<ListedIdentity[]> {
    const questions = identities.flatMap((identity): Question[] => [
      { name: 'GetReferenceGroupCode', params: { ...refOf(identity) } },
      { name: 'GetAssociation', params: { ...refOf(identity), node_id: nodeId } },
    ]);
    const [namespaces, ...found] = await this.ledger.ask<[{ namespace: string }[] | null, ...never[]]>({ name: 'GetNamespaceList' }, ...questions);
    const listed = identities.map((identity, i): ListedIdentity => ({ identity, group: found[2 * i] ?? null, association: found[2 * i + 1] ?? null }));
    for (const { identity, association } of listed) {
      if (!namespaces?.some(({ namespace }) => namespace === identity.namespace)) throw new ApiError(20013);
      if (this.validateIdentifier && identity.namespace === 'citizen_id' && !isCitizenId(identity.identifier)) throw new ApiError(20096);
      if (association) throw new ApiError(20019);
    }
    const groups = new Set(listed.flatMap(({ group }) => group?.reference_group_code ?? []));
    if (groups.size > 1) throw new ApiError(20069);
    return listed;
  }

  private async pathFacts(nodeId: string, person: Identity, accessors: { accessor_id?: string; revoking_accessor_id?: string } = {}): Promise<PathFacts> {
    const [association, namespaces, accessor, revoking] = await this.ledger.ask<
      [AssociationFacts | null, { namespace: string }[] | null, AccessorFacts | null, AccessorFacts | null]
    >(
      { name: 'GetAssociation', params: { ...refOf(person), node_id: nodeId } },
      { name: 'GetNamespaceList' },
      accessorQuestion(accessors.accessor_id),
      accessorQuestion(accessors.revoking_accessor_id),
    );
    return { association, namespaceEnabled: namespaces?.some(({ namespace }) => namespace === person.namespace) === true, accessor, revoking };
  }

  /** Active IdPs that hold the person, this one included. */
  private async holders(reference_group_code: string): Promise<Holder[]> {
    return (await this.ledger.askOne<{ node: Holder[] }>('GetIdpNodes', { reference_group_code }))?.node ?? [];
  }
}

const personOf = ({ namespace = '', identifier = '' }: Call['params']): Identity => ({ namespace, identifier });
const refOf = ({ namespace, identifier }: Identity): IdentityRef => ({ identity_namespace: namespace, identity_identifier_hash: identifierHash(identifier) });
/** No accessor has an empty id. */
const accessorQuestion = (accessor_id = ''): Question => ({ name: 'GetAccessor', params: { accessor_id } });
const calledBy = (node_id: string, { reference_id, callback_url }: OperationBody) => ({ node_id, reference_id, callback_url });
const answer = (request_id: string | undefined): { request_id?: string } => (request_id === undefined ? {} : { request_id });

const allowsMode3 = ({ mode_list }: { mode_list: number[] }): boolean => mode_list.includes(3);
const holdersMode = (holders: Holder[]): 2 | 3 => (holders.some(allowsMode3) ? 3 : 2);

function consentOf({ namespace, identifier }: Identity, mode: 2 | 3, { request_message }: OperationBody): WantedConsent {
  if (request_message === undefined || request_message === null) throw new ApiError(20074);
  return { namespace, identifier, mode, request_message };
}

/** Accessors of a person held in mode 3 change only with consent. */
function consentOfMode3(association: AssociationFacts, person: Identity, body: OperationBody): WantedConsent | undefined {
  checkModeIsUsable(association);
  return allowsMode3(association) ? consentOf(person, 3, body) : undefined;
}

function checkModeIsUsable({ mode_list }: AssociationFacts): void {
  if (!mode_list.some((mode) => mode === 2 || mode === 3)) throw new ApiError(10050);
}

function checkAccessorKey({ accessor_public_key, accessor_type }: NewAccessor): void {
  const fault = publicKeyFault(accessor_public_key, accessor_type);
  if (fault !== undefined) throw new ApiError(fault);
}

/** Revoked ids the ledger judges: they may come back with the same person (contract: flows.md 5.4, notes). */
function checkAccessorIdIsFree(accessor: AccessorFacts | null): void {
  if (accessor?.active === true) throw new ApiError(20030);
}

function checkAccessorIsOurs(accessor: AccessorFacts | null, nodeId: string): void {
  if (accessor?.active !== true) throw new ApiError(20011);
  if (accessor.owner_node_id !== nodeId) throw new ApiError(20062);
}

/** Else one person's consent would revoke another's accessor: the ledger only sees the accessor. */
function checkAccessorIsOfPerson(accessor: AccessorFacts | null, { reference_group_code }: AssociationFacts): void {
  if (accessor?.reference_group_code !== reference_group_code) throw new ApiError(20011, 'not of this person');
}
