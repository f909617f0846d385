import { identifierHash, type CommandArgs } from '@trine/protocol';
import { ApiError } from '../api/api-error.js';
import { notFound, Operation, type Call } from '../api/operation.js';
import type { CommandDesk } from '../ledger/command-desk.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { AssociationFacts, NodeInfo } from '../ledger/ledger-facts.js';
import type { RequesterSide } from '../requests/requester-side.js';
import type { GatewayStore } from '../store/gateway-store.js';
import type { References } from '../store/references.js';
import { UnitOfWork } from '../store/unit-of-work.js';

interface Asynchronous {
  reference_id: string;
  callback_url: string;
}

/** What an IdP declares of a person it holds. */
type Level = 'ial' | 'lial' | 'laal';

/** Look-ups and declarations of an IdP about persons, which need no consent (contract: openapi tags `identity`, `identity_request`). */
export class AssociationOperations {
  constructor(
    private readonly store: GatewayStore,
    private readonly ledger: LedgerClient,
    private readonly desk: CommandDesk,
    private readonly references: References,
    private readonly requester: RequesterSide,
  ) {}

  @Operation('getIdentity')
  async getIdentity({ params }: Call): Promise<unknown> {
    return (await this.ledger.askOne('GetReferenceGroupCode', personOf(params))) ?? notFound();
  }

  @Operation('getIdentityIal')
  async getIdentityIal(call: Call): Promise<unknown> {
    return this.read(call, 'ial');
  }

  @Operation('getIdentityLial')
  async getIdentityLial(call: Call): Promise<unknown> {
    return this.read(call, 'lial');
  }

  @Operation('getIdentityLaal')
  async getIdentityLaal(call: Call): Promise<unknown> {
    return this.read(call, 'laal');
  }

  @Operation('updateIdentityIal')
  async updateIdentityIal(call: Call<Asynchronous & { ial: number }>): Promise<void> {
    const { nodeId, params, body } = call;
    const [association, ials, own] = await this.ledger.ask<[AssociationFacts | null, { supported_ial_list: number[] }, NodeInfo | null]>(
      { name: 'GetAssociation', params: { ...personOf(params), node_id: nodeId } },
      { name: 'GetSupportedIALList' },
      { name: 'GetNodeInfo', params: { node_id: nodeId } },
    );
    if (!association) throw new ApiError(20071);
    if (!ials.supported_ial_list.includes(body.ial)) throw new ApiError(20094);
    if (body.ial > (own?.max_ial ?? 0)) throw new ApiError(20021);
    await this.declare(call, 'ial', association, { ial: body.ial });
  }

  @Operation('updateIdentityLial')
  async updateIdentityLial(call: Call<Asynchronous & { lial: boolean }>): Promise<void> {
    await this.declare(call, 'lial', await this.held(call), { lial: call.body.lial });
  }

  @Operation('updateIdentityLaal')
  async updateIdentityLaal(call: Call<Asynchronous & { laal: boolean }>): Promise<void> {
    await this.declare(call, 'laal', await this.held(call), { laal: call.body.laal });
  }

  @Operation('closeIdentityRequest')
  async closeIdentityRequest({ nodeId, body }: Call<Asynchronous & { request_id: string }>): Promise<void> {
    const { request_id, reference_id, callback_url } = body;
    await this.requester.close(nodeId, request_id, {
      url: callback_url,
      body: { node_id: nodeId, type: 'close_request_result', reference_id, request_id },
    });
  }

  @Operation('getIdentityRequestByReference')
  async getIdentityRequestByReference({ nodeId, params }: Call): Promise<unknown> {
    return Promise.resolve(this.references.find(nodeId, 'identity', params['reference_id'] ?? '') ?? notFound());
  }

  /** Their success status is 501, and their body empty. */
  @Operation('getEndorsement')
  @Operation('setEndorsement')
  @Operation('removeFromReferenceGroup')
  @Operation('mergeReferenceGroup')
  async reserved(): Promise<void> {
    return Promise.resolve();
  }

  private async read(call: Call, level: Level): Promise<unknown> {
    const association = await this.association(call);
    return association ? { [level]: association[level] } : notFound();
  }

  private async held(call: Call<Asynchronous>): Promise<AssociationFacts> {
    const association = await this.association(call);
    if (!association) throw new ApiError(20071);
    return association;
  }

  private association({ nodeId, params }: Pick<Call, 'nodeId' | 'params'>): Promise<AssociationFacts | null> {
    return this.ledger.askOne('GetAssociation', { ...personOf(params), node_id: nodeId });
  }

  private async declare(
    { nodeId, body }: Call<Asynchronous>,
    level: Level,
    { reference_group_code }: AssociationFacts,
    value: Pick<CommandArgs['UpdateIdentity'], Level>,
  ): Promise<void> {
    const work = new UnitOfWork();
    this.desk.send<'UpdateIdentity'>(work, {
      node_id: nodeId,
      type: 'UpdateIdentity',
      aggregate: reference_group_code,
      args: { reference_group_code, ...value },
      result: { url: body.callback_url, body: { node_id: nodeId, type: `update_${level}_result`, reference_id: body.reference_id } },
    });
    await this.store.commit(work);
  }
}

const personOf = ({ namespace = '', identifier = '' }: Call['params']): { identity_namespace: string; identity_identifier_hash: string } => ({
  identity_namespace: namespace,
  identity_identifier_hash: identifierHash(identifier),
});
